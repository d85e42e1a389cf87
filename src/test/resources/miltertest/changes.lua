-- Every change of a message.
function fail(text) mt.echo(text) error(text) end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end
mt.conninfo(conn, "client.example", "192.0.2.7")
mt.mailfrom(conn, "<changes@example.org>")
mt.rcptto(conn, "<old@example.org>")
mt.header(conn, "Subject", "old")
mt.eoh(conn)
mt.bodystring(conn, "old\r\n")
if mt.eom(conn) ~= nil then fail "no answer" end
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail "another answer" end
if not mt.eom_check(conn, MT_HDRADD, "X-Added", "one\n two") then fail "no field added" end
if not mt.eom_check(conn, MT_HDRINSERT, "X-Inserted", "three", 0) then fail "no field inserted" end
if not mt.eom_check(conn, MT_HDRCHANGE, "Subject", "four") then fail "no field changed" end
if not mt.eom_check(conn, MT_HDRDELETE, "X-Secret") then fail "no field deleted" end
if not mt.eom_check(conn, MT_RCPTADD, "<new@example.org>") then fail "no recipient added" end
if not mt.eom_check(conn, MT_RCPTDELETE, "<old@example.org>") then fail "no recipient removed" end
if not mt.eom_check(conn, MT_BODYCHANGE, "new body\r\n") then fail "no body replaced" end
if not mt.eom_check(conn, MT_QUARANTINE, "to be looked at") then fail "not held" end
mt.disconnect(conn)
