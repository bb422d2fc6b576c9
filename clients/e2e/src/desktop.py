"""A desktop's notification daemon without a screen: org.freedesktop.Notifications 1.2 on the session bus.

Prints lines of JSON: first {"address"} of the bus, then {"id", "title", "body"} of what is shown and {"closed"} of what
is not any more. Each line that it reads is the id of a notification to click. Ends with its input.
"""

import json
import os
import sys
import threading

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
CLOSED_BY_A_CALL = 3  # as the specification numbers the reasons


def say(**words: object) -> None:
    print(json.dumps(words), flush=True)


class Daemon(dbus.service.Object):
    """The methods and signals that the specification names, under its names."""

    shown = 0  # so far, ever

    @dbus.service.method(NAME, in_signature="", out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "persistence"]

    @dbus.service.method(NAME, in_signature="", out_signature="ssss")
    def GetServerInformation(self):
        return "goldenfour", "goldenfour", "1", "1.2"

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, body, actions, hints, milliseconds):
        if not replaces:
            self.shown += 1
        shown = int(replaces) or self.shown
        say(id=shown, title=title, body=body)
        return shown

    @dbus.service.method(NAME, in_signature="u", out_signature="")
    def CloseNotification(self, shown):
        say(closed=int(shown))
        self.NotificationClosed(shown, CLOSED_BY_A_CALL)

    @dbus.service.signal(NAME, signature="uu")
    def NotificationClosed(self, shown, reason):
        """Sent when it is called."""

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, shown, action):
        """Sent when it is called."""


def click(daemon: Daemon, loop: GLib.MainLoop) -> None:
    try:
        for line in sys.stdin:
            GLib.idle_add(daemon.ActionInvoked, int(line), "default")
    finally:
        GLib.idle_add(loop.quit)


def main() -> None:
    bus = dbus.SessionBus(mainloop=DBusGMainLoop())
    name = dbus.service.BusName(NAME, bus, do_not_queue=True)
    daemon, loop = Daemon(bus, PATH), GLib.MainLoop()
    threading.Thread(target=click, args=(daemon, loop), daemon=True).start()
    say(address=os.environ["DBUS_SESSION_BUS_ADDRESS"])
    loop.run()
    del name  # it is the daemon's as long as the loop runs


main()
