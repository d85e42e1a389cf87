-- A filter that answers nothing before the end of the message.
function fail(text) mt.echo(text) error(text) end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end
if mt.negotiate(conn, nil, nil, nil) ~= nil then fail "negotiation failed" end
for _, option in ipairs({ SMFIP_NR_CONN, SMFIP_NR_HELO, SMFIP_NR_MAIL, SMFIP_NR_RCPT, SMFIP_NR_DATA, SMFIP_NR_UNKN,
		SMFIP_NR_HDR, SMFIP_NR_EOH, SMFIP_NR_BODY }) do
	if not mt.test_option(conn, option) then fail("option " .. option .. " was not asked for") end
end
mt.conninfo(conn, "client.example", "192.0.2.7")
mt.helo(conn, "helo.example")
mt.mailfrom(conn, "<echo@example.org>")
mt.rcptto(conn, "<reject@example.org>")
mt.header(conn, "Subject", "a")
mt.eoh(conn)
mt.bodystring(conn, "text\r\n")
if mt.eom(conn) ~= nil then fail "no answer" end
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail "another answer" end
if not mt.eom_check(conn, MT_HDRADD, "X-Told") then fail "the filter was told nothing" end
mt.disconnect(conn)
