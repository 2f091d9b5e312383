import pytest

from tenants.outside.addresses import Address, AddressRefused, checked, is_open, loopback_exceptions

PUBLIC = Address("https", "login.school.example", 443, "/", excepted=False)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://login.school.example", "login.school.example", 443, "/"),
        ("https://LOGIN.School.example/realms/a?b=c&d", "login.school.example", 443, "/realms/a?b=c&d"),
        ("https://login.school.example:8443/x", "login.school.example", 8443, "/x"),
        ("https://xn--schl-6qa.example/", "xn--schl-6qa.example", 443, "/"),
        ("https://1.2.3.4.example/", "1.2.3.4.example", 443, "/"),
    ],
)
def test_a_public_web_address_is_accepted(url: str, host: str, port: int, path: str) -> None:
    assert checked(url) == Address("https", host, port, path, excepted=False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "login.school.example",
        "//login.school.example",
        "http://login.school.example",
        "ftp://login.school.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https:login.school.example",
        "https:///path",
        "https://",
        # who is who
        "https://login.school.example@evil.example/",
        "https://user:word@login.school.example/",
        "https://@login.school.example/",
        "https://login.school.example/#part",
        # ports
        "https://login.school.example:22/",
        "https://login.school.example:80/",
        "https://login.school.example:6379/",
        "https://login.school.example:0/",
        "https://login.school.example:65536/",
        "https://login.school.example:-443/",
        "https://login.school.example:4 43/",
        # bare and local names
        "https://localhost/",
        "https://localhost./",
        "https://metadata/",
        "https://login.school.example./",
        "https://.school.example/",
        "https://a..example/",
        "https://-a.example/",
        "https://a_b.example/",
        f"https://{'a' * 64}.example/",
        f"https://{'a.' * 130}example/",
        f"https://login.school.example/{'a' * 2048}",
        # numbers in every base and length
        "https://127.0.0.1/",
        "https://93.184.215.14/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://017700000001/",
        "https://127.1/",
        "https://127.0.0.0x1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[v1.a]/",
        "https://[::1/",
        # letters that look or fold like others
        "https://schööl.example/",
        "https://１２７.０.０.１/",
        "https://localhost。example/",
        "https://ⓛocalhost.example/",
        "https://login.school.example\uff0f@evil.example/",
        # characters that parsers disagree about
        "https://evil.example\\@login.school.example/",
        "https://login.school.example\\.evil.example/",
        "https://login.school.example%2eevil.example/",
        "https://login.school.example\t/",
        "https://login.school\n.example/",
        " https://login.school.example/",
        "https://login.school.example/\r\nHost: evil.example",
        "https://login.school.example/\u0000",
        "https://login.school.example/a b",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match=r"^(The|This) .+\.$|https://$"):
        checked(url)


@pytest.mark.parametrize(
    "ip",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:93.184.215.14",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::7f00:1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_a_name_that_leads_inside_is_refused(ip: str) -> None:
    assert not is_open(PUBLIC, ip)


@pytest.mark.parametrize("ip", ["93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1", "2a00:1450::1"])
def test_a_name_that_leads_to_the_public_internet_is_called(ip: str) -> None:
    assert is_open(PUBLIC, ip)


def test_exceptions_name_loopback_by_host_and_port() -> None:
    assert loopback_exceptions(["localhost:4001", "127.0.0.2:4002", "[::1]:4003"]) == {
        ("localhost", 4001),
        ("127.0.0.2", 4002),
        ("::1", 4003),
    }


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "localhost",
        "login.school.example:443",
        "10.0.0.1:443",
        "169.254.169.254:80",
        "0.0.0.0:80",
        "127.0.0.1.evil.example:80",
        "localhost.evil.example:80",
        "localhost:99999",
        "localhost:1/path",
        "user@localhost:1",
        "http://localhost:1",
        "*:80",
    ],
)
def test_an_exception_off_loopback_is_a_fault_of_the_setting(setting: str) -> None:
    with pytest.raises(ValueError):
        loopback_exceptions([setting])


def test_an_exception_holds_for_its_very_host_and_port() -> None:
    exceptions = loopback_exceptions(["localhost:4001"])

    assert checked("http://localhost:4001/a", exceptions).excepted
    for other in (
        "http://localhost:4002/",
        "http://127.0.0.1:4001/",
        "http://localhost/",
        "https://localhost/",
    ):
        with pytest.raises(AddressRefused):
            checked(other, exceptions)


@pytest.mark.parametrize("ip", ["93.184.215.14", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"])
def test_an_exception_leads_to_loopback_and_nowhere_else(ip: str) -> None:
    excepted = checked("http://localhost:4001/", loopback_exceptions(["localhost:4001"]))

    assert is_open(excepted, "127.0.0.1")
    assert not is_open(excepted, ip)
