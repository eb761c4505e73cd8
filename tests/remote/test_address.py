"""Where a page may be served, and what is said of everything else."""

from __future__ import annotations

import pytest

from controller.remote.address import Address, AddressInvalid, read_address


@pytest.mark.parametrize(
    ("text", "address", "netloc", "loopback"),
    [
        ("127.0.0.1", Address("127.0.0.1", 0), "127.0.0.1", True),
        (":8080", Address("127.0.0.1", 8080), "127.0.0.1:8080", True),
        ("192.168.1.5", Address("192.168.1.5", 0), "192.168.1.5", False),
        ("192.168.1.5:80", Address("192.168.1.5", 80), "192.168.1.5", False),
        ("[::1]:8080", Address("::1", 8080), "[::1]:8080", True),
        ("fe80::1", Address("fe80::1", 0), "[fe80::1]", False),
        ("laptop.local:9", Address("laptop.local", 9), "laptop.local:9", False),
        ("localhost:9", Address("localhost", 9), "localhost:9", True),
    ],
)
def test_an_address(text: str, address: Address, netloc: str, *, loopback: bool) -> None:
    """As people write one, and as a URL has it."""
    read = read_address(text)
    assert (read, read.netloc, read.loopback) == (address, netloc, loopback)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0.0.0.0:8080", "is every address at once"),
        ("::", "is every address at once"),
        ("192.168.1.5:0", "has no port from 1 to 65535"),
        ("192.168.1.5:65536", "has no port from 1 to 65535"),
        ("192.168.1.5:http", "has no port from 1 to 65535"),
        ("[::1]8080", "has no port from 1 to 65535"),
        ("192.168.1.\u0665", "is no address"),
        ("192.168.1.500", "is no address"),
        ("postpartum ladder", "is no address"),
        ("http://laptop/", "has no port"),
    ],
)
def test_no_address(text: str, says: str) -> None:
    """The sentence shows it and says what to write."""
    with pytest.raises(AddressInvalid, match=says) as caught:
        read_address(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (Address("127.0.0.1", 8080), {"127.0.0.1:8080", "localhost:8080"}),
        (Address("Laptop.local", 80), {"laptop.local"}),
        (Address("192.168.1.5", 8080), {"192.168.1.5:8080"}),
    ],
)
def test_the_names_that_a_browser_may_have_for_it(address: Address, names: set[str]) -> None:
    """No other Host header is ours."""
    assert address.names == names
