"""Which addresses pushes may go to."""

from ipaddress import ip_address

import pytest

from app.core.outgoing import is_public
from app.notifications import push_endpoint
from app.notifications.errors import PushEndpointRefused

GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/xyz",
    "https://push.example.com:8443/one",
    "https://93.184.215.14/one",
]
BAD = [
    "http://push.example.com/one",
    "ftp://push.example.com/one",
    "push.example.com/one",
    "https:///one",
    "https://push.example.com:0/one",
    "https://push.example.com:99999/one",
    "https://somebody:secret@push.example.com/one",
    "https://push.example.com/one two",
    "https://push.example.com/one\r\nHost: other",
    "https://pu\u00dfh.example.com/one",
    "https://localhost/one",
    "https://LOCALHOST./one",
    "https://printer.local/one",
    "https://metadata.google.internal/one",
    "https://127.0.0.1/one",
    "https://10.1.2.3/one",
    "https://192.168.0.1/one",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/one",
    "https://0.0.0.0/one",
    "https://127.1/one",
    "https://0x7f000001/one",
    "https://2130706433/one",
    "https://0177.0.0.1/one",
    "https://224.0.0.1/one",
    "https://[::1]/one",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/one",
    "https://[/one",
]


@pytest.mark.parametrize("url", GOOD)
def test_push_services_are_taken(url: str) -> None:
    push_endpoint.check(url, allow_private=False)


@pytest.mark.parametrize("url", BAD)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(PushEndpointRefused):
        push_endpoint.check(url, allow_private=False)


def test_a_private_push_service_is_taken_where_the_settings_say_so() -> None:
    push_endpoint.check("http://127.0.0.1:9000/one", allow_private=True)
    with pytest.raises(PushEndpointRefused):
        push_endpoint.check("file:///etc/passwd", allow_private=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:53aa:64c:0:0:f5ff:fffe",
    ],
)
def test_private_addresses_are_known_also_when_wrapped(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(ip_address(address))


def test_the_origin_keeps_the_port() -> None:
    assert push_endpoint.origin("https://a.example:8443/b?c") == "https://a.example:8443"
