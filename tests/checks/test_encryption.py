"""What is asked of a server's encryption, of a real PostgreSQL: behind a plain relay, and behind one with TLS."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from checks import SourceUnreadable, describe
from tests.relay import Relay


def certificate(host):
    """A key and a certificate that signs itself, as PEM."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string(f"CN={host}")
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private, made.public_bytes(pem)


@pytest.fixture(scope="module")
def encrypted(servers, tmp_path_factory):
    """A relay with TLS and the certificate of its authority."""
    key, public = certificate("localhost")
    both = tmp_path_factory.mktemp("tls") / "both.pem"
    both.write_bytes(key + public)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(both)
    relay = Relay(servers["DATABASE_URL"], tls)
    yield relay, public.decode()
    relay.close()


def complaint(source):
    with pytest.raises(SourceUnreadable) as caught:
        describe(source)
    return str(caught.value)


@pytest.mark.parametrize("encryption", ["require", "verify-full"])
def test_a_server_without_encryption_is_refused_in_one_sentence_when_it_is_asked_for(encryption, lab):
    source = lab.keep("SELECT 1 AS a")
    assert describe(source).row_count == 1
    said = complaint(lab.source(encryption=encryption))
    assert "it does not encrypt its connections" in said
    assert "SSL" not in said


def test_an_encryption_that_there_is_not_is_refused(lab):
    assert "Choose one of prefer, require, verify-full" in complaint(lab.source(encryption="disable"))


def test_a_server_that_encrypts_is_read_when_its_certificate_was_given(lab, encrypted):
    relay, authority = encrypted
    lab.keep("SELECT 1 AS a")
    source = {"host": "localhost", "port": relay.port, "allowed": ("localhost",)}
    for more in ({}, {"encryption": "require"}, {"encryption": "verify-full", "ca_certificate": authority}):
        assert describe(lab.source(**source, **more)).row_count == 1


def test_a_server_that_nobody_known_vouches_for_is_refused(lab, encrypted):
    relay, authority = encrypted
    source = {"port": relay.port, "encryption": "verify-full", "host": "localhost", "allowed": ("localhost",)}
    assert "not signed by an authority that is known here" in complaint(lab.source(**source))
    another = certificate("localhost")[1].decode()
    assert "not signed by an authority that is known here" in complaint(lab.source(**source, ca_certificate=another))
    elsewhere = source | {"host": "127.0.0.1", "allowed": ("127.0.0.1",)}
    assert "is for another host than 127.0.0.1" in complaint(lab.source(**elsewhere, ca_certificate=authority))
    assert "cannot be read" in complaint(lab.source(**source, ca_certificate="no certificate"))
