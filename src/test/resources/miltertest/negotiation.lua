-- What is asked for of an MTA that offers everything.
function fail(text) mt.echo(text) error(text) end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end
if mt.negotiate(conn, nil, nil, nil) ~= nil then fail "negotiation failed" end
for _, action in ipairs({ SMFIF_ADDHDRS, SMFIF_CHGHDRS, SMFIF_CHGBODY, SMFIF_ADDRCPT, SMFIF_DELRCPT, SMFIF_QUARANTINE,
		SMFIF_SETSYMLIST, SMFIF_CHGFROM, SMFIF_ADDRCPT_PAR }) do
	if not mt.test_action(conn, action) then fail("action " .. action .. " was not asked for") end
end
for _, option in ipairs({ SMFIP_NOCONNECT, SMFIP_NOHELO, SMFIP_NOMAIL, SMFIP_NORCPT, SMFIP_NOBODY, SMFIP_NOHDRS,
		SMFIP_NOEOH, SMFIP_NOUNKNOWN, SMFIP_NODATA, SMFIP_HDR_LEADSPC }) do
	if mt.test_option(conn, option) then fail("option " .. option .. " was asked for") end
end
if not mt.test_option(conn, SMFIP_RCPT_REJ) then fail "rejected recipients were not asked for" end
if not mt.test_option(conn, SMFIP_SKIP) then fail "skipping was not asked for" end
mt.disconnect(conn)

-- An MTA of 2003. miltertest takes the steps before the actions, whatever its manual says.
conn = mt.connect(socket)
if mt.negotiate(conn, 2, 127, 63) ~= nil then fail "negotiation of version 2 failed" end
if mt.test_option(conn, SMFIP_RCPT_REJ) then fail "version 2 has no rejected recipients" end
if mt.test_action(conn, SMFIF_CHGFROM) then fail "a change that was not offered was asked for" end
mt.conninfo(conn, "old.example", "192.0.2.1")
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail "no answer at connect" end
mt.mailfrom(conn, "<changes@example.org>")
mt.rcptto(conn, "<a@example.org>")
mt.header(conn, "Subject", "a")
mt.eoh(conn)
mt.eom(conn)
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail "no answer at the end" end
if not mt.eom_check(conn, MT_HDRADD, "X-Added") then fail "what was offered was not done" end
mt.disconnect(conn)

-- A version that nobody speaks.
conn = mt.connect(socket)
if mt.negotiate(conn, 1, 63, 15) == nil then fail "version 1 was accepted" end
