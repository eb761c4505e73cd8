"""A small bluetoothd on a private bus: it tells which objects there are, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.host.buses import Service

if TYPE_CHECKING:
    from dbus_fast import Message

HCI0 = "/org/bluez/hci0"
TREADMILL = f"{HCI0}/dev_5E_1F_7E_AD_00_01"

Objects = dict[str, dict[str, dict[str, tuple[str, Any]]]]
"""By path and interface, the properties: each a D-Bus signature and a value."""


def adapter(
    name: str = "hci0", *, powered: bool = True, roles: tuple[str, ...] = ("central",)
) -> Objects:
    """Return an adapter."""
    properties = {"Powered": ("b", powered), "Roles": ("as", list(roles))}
    return {f"/org/bluez/{name}": {"org.bluez.Adapter1": properties}}


def connected_treadmill() -> Objects:
    """Return a treadmill that the first adapter is connected to."""
    device = {
        "Adapter": ("o", HCI0),
        "Address": ("s", "5E:1F:7E:AD:00:01"),
        "Alias": ("s", "UREVO E1L"),
        "Connected": ("b", True),
        "UUIDs": ("as", ["00001826-0000-1000-8000-00805f9b34fb"]),
    }
    service = {"Device": ("o", TREADMILL), "UUID": ("s", "00001826-0000-1000-8000-00805f9b34fb")}
    return {
        TREADMILL: {"org.bluez.Device1": device},
        f"{TREADMILL}/service0001": {"org.bluez.GattService1": service},
    }


class Bluetoothd(Service):
    """Has objects, or gives an error, or does not answer."""

    def __init__(self, address: str, *objects: Objects, error: str = "") -> None:
        """Remember what it tells."""
        super().__init__(address, "org.bluez")
        self._objects: Objects = {path: held for each in objects for path, held in each.items()}
        self._error = error

    def _received(self, message: Message) -> Message | bool | None:
        from dbus_fast import Message, Variant  # noqa: PLC0415  # absent where there is no D-Bus

        if message.member != "GetManagedObjects":
            return None
        if not self.answers:
            return True
        if self._error:
            return Message.new_error(message, self._error, "no")
        told = {
            path: {
                interface: {name: Variant(*value) for name, value in properties.items()}
                for interface, properties in interfaces.items()
            }
            for path, interfaces in self._objects.items()
        }
        return Message.new_method_return(message, "a{oa{sa{sv}}}", [told])
