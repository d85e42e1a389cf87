"""Another milter, by libmilter: neighbour.py NAME SOCKET

Says at the end of each message which fields it was shown, as a field X-Seen-By-NAME, and obeys the field X-Ask-NAME:
"from ADDRESS" replaces From:.
"""
import os
import sys

import Milter

NAME, SOCKET = sys.argv[1:]


class Neighbour(Milter.Base):
    def envfrom(self, sender, *arguments):
        self.names, self.asked = [], ""
        return Milter.CONTINUE

    def header(self, name, value):
        self.names.append(name)
        if name == "X-Ask-" + NAME:
            self.asked = value
        return Milter.CONTINUE

    def eom(self):
        if self.asked.startswith("from "):
            self.chgheader("From", 1, self.asked[5:])
        self.addheader("X-Seen-By-" + NAME, " ".join(self.names))
        return Milter.CONTINUE


# smtpd is a user of its own.
os.umask(0)
Milter.factory = Neighbour
Milter.set_flags(Milter.ADDHDRS + Milter.CHGHDRS)
Milter.runmilter(NAME, "unix:" + SOCKET, 600)
