#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes vectors.txt: known answers and edge cases for the crypto adaptor.

usage: vectors.py >vectors.txt

Published values are written here; every answer is computed or checked by python3-cryptography
(OpenSSL), which shares no code with the device's provider. The curve arithmetic of this file only
builds cases that a signer never makes; whether such a case is valid is asked of OpenSSL too.
"""

import hashlib
import hmac
import random

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, ChaCha20Poly1305

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
draw = random.Random(2026)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = ((3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b
             else (b[1] - a[1]) * pow(b[0] - a[0], -1, P))
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def mul(k, point):
    out = None
    while k:
        if k & 1:
            out = add(out, point)
        point = add(point, point)
        k >>= 1
    return out


def h(data):
    return data.hex() or "-"


def n32(value):
    return (value % 2**256).to_bytes(32, "big")


def raw(data):
    return bytes(draw.randrange(256) for _ in range(data))


def say(text):
    print("\n# " + text)


def key_bytes(point):
    return b"\4" + n32(point[0]) + n32(point[1])


def openssl_says(point, digest, r, s):
    key = ec.EllipticCurvePublicNumbers(point[0], point[1], ec.SECP256R1()).public_key()
    try:
        key.verify(utils.encode_dss_signature(r, s), digest,
                   ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        return True
    except (InvalidSignature, ValueError):
        return False


def verify(what, point, digest, r, s, good=None):
    answer = openssl_says(point, digest, r, s)
    assert good is None or good == answer, what
    print("# " + what)
    print("verify", "good" if answer else "bad", h(key_bytes(point)), h(digest), h(n32(r) + n32(s)))


def sha256():
    say("SHA-256. FIPS 180-4 examples; the empty message; one million times 'a' in test_vectors.c")
    long = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    known = {
        b"": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        b"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        long: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    }
    for message, digest in known.items():
        assert hashlib.sha256(message).hexdigest() == digest
        print("hash", h(message), digest)
    print("# own: around the ends of blocks")
    for size in (1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 129):
        message = raw(size)
        print("hash", h(message), hashlib.sha256(message).hexdigest())


def mac():
    say("HMAC-SHA-256. RFC 4231, cases 1 to 7. A key shorter than 32 bytes is filled up with zeros\n"
        "# and one longer than 64 is hashed, which HMAC itself does; case 5 publishes 16 bytes.")
    known = [
        (b"\x0b" * 20, b"Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", b"what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (b"\xaa" * 20, b"\xdd" * 50,
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (bytes(range(1, 26)), b"\xcd" * 50,
         "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (b"\x0c" * 20, b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
        (b"\xaa" * 131, b"Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        (b"\xaa" * 131, b"This is a test using a larger than block-size key and a larger than "
         b"block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]
    for key, message, tag in known:
        assert hmac.new(key, message, "sha256").hexdigest().startswith(tag)
        fit = hashlib.sha256(key).digest() if len(key) > 64 else key.ljust(32, b"\0")
        print("mac", h(fit), h(message), hmac.new(fit, message, "sha256").hexdigest())
    print("# own: the empty message, and around the ends of blocks")
    for size in (0, 1, 55, 56, 63, 64, 65):
        key, message = raw(32), raw(size)
        print("mac", h(key), h(message), hmac.new(key, message, "sha256").hexdigest())


def hkdf():
    say("HKDF. RFC 5869, cases 1 to 3, built from the adaptor's HMAC (it offers no derivation).")
    known = [
        (b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42,
         "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
        (bytes(range(0x50)), bytes(range(0x60, 0xB0)), bytes(range(0xB0, 0x100)), 82,
         "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
         "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"),
        (b"\x0b" * 22, b"", b"", 42,
         "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ]
    for secret, salt, info, size, out in known:
        fit = hashlib.sha256(salt).digest() if len(salt) > 64 else salt.ljust(32, b"\0")
        key, done, block = hmac.new(salt, secret, "sha256").digest(), b"", b""
        while len(done) < size:
            block = hmac.new(key, block + info + bytes([len(done) // 32 + 1]), "sha256").digest()
            done += block
        assert done[:size].hex() == out
        print("hkdf", h(secret), h(fit), h(info), out)


def boxes(name, cipher, key_size, known):
    for note, key, nonce, bound, text, sealed in known:
        whole = cipher(key).encrypt(nonce, text, bound)
        assert whole.hex().startswith(sealed), note
        print("# " + note)
        print(name, "good", h(key), h(nonce), h(bound), h(text), h(whole))
    print("# own: empty and around the ends of blocks")
    for n_bound in (0, 1, 13, 14, 15, 16, 17, 30, 31):
        for n_text in (0, 1, 15, 16, 17, 63, 64, 65, 129):
            if n_bound not in (0, 14, 16) and n_text not in (0, 16, 65):
                continue
            key, nonce, bound, text = raw(key_size), raw(12), raw(n_bound), raw(n_text)
            print(name, "good", h(key), h(nonce), h(bound), h(text),
                  h(cipher(key).encrypt(nonce, text, bound)))
    key, nonce, bound, text = raw(key_size), raw(12), raw(20), raw(24)
    whole = cipher(key).encrypt(nonce, text, bound)
    body, tag = whole[:24], whole[24:]
    bad = {
        "last byte of the tag missing": (nonce, bound, whole[:-1]),
        "tag only": (nonce, bound, tag),
        "tag of zeros": (nonce, bound, body + bytes(16)),
        "tag of ones": (nonce, bound, body + b"\xff" * 16),
        "tag inverted": (nonce, bound, body + bytes(b ^ 255 for b in tag)),
        "halves of the tag exchanged": (nonce, bound, body + tag[8:] + tag[:8]),
        "tag of eight bytes, filled up": (nonce, bound, body + tag[:8] + bytes(8)),
        "a byte moved from the text to what is bound": (nonce, bound + body[:1], whole[1:]),
        "a byte moved from what is bound to the text": (nonce, bound[:-1], bound[-1:] + whole),
        "other nonce": (raw(12), bound, whole),
        "nothing bound": (nonce, b"", whole),
        "zero bytes added to what is bound": (nonce, bound + bytes(12), whole),
        "byte of text missing": (nonce, bound, body[:-1] + tag),
        "text of another message": (nonce, bound, raw(24) + tag),
    }
    for note, (other_nonce, other_bound, other) in bad.items():
        try:
            cipher(key).decrypt(other_nonce, other, other_bound)
            raise SystemExit(note)
        except Exception as why:  # the peer refuses too
            assert type(why).__name__ in ("InvalidTag", "ValueError"), why
        print("# " + note)
        print(name, "bad", h(key), h(other_nonce), h(other_bound), h(other))
    for i in range(16):
        flipped = bytearray(whole)
        flipped[24 + i] ^= 1 << i % 8
        print("# byte %d of the tag changed" % i)
        print(name, "bad", h(key), h(nonce), h(bound), h(bytes(flipped)))


def aead():
    say("AES-128-CCM, nonce of 12 bytes, tag of 16. No example of RFC 3610 or SP 800-38C has this pair:\n"
        "# of example 3 of SP 800-38C (nonce of 12, tag of 8) the text is the published one, not the tag.")
    boxes("ccm", lambda key: AESCCM(key, tag_length=16), 16, [
        ("SP 800-38C, example 3", bytes(range(0x40, 0x50)), bytes(range(0x10, 0x1C)),
         bytes(range(20)), bytes(range(0x20, 0x38)),
         "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5")])
    say("ChaCha20-Poly1305.")
    draft = ("Internet-Drafts are draft documents valid for a maximum of six months and may be updated, "
             "replaced, or obsoleted by other documents at any time. It is inappropriate to use "
             "Internet-Drafts as reference material or to cite them other than as /\u201cwork in progress./"
             "\u201d").encode()
    sun = (b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
           b"sunscreen would be it.")
    key = bytes.fromhex("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0")
    nonce, bound = bytes.fromhex("000000000102030405060708"), bytes.fromhex("f33388860000000000004e91")
    assert ChaCha20Poly1305(key).encrypt(nonce, draft, bound)[-16:].hex() == \
        "eead9d67890cbb22392336fea1851f38"
    assert ChaCha20Poly1305(bytes(range(0x80, 0xA0))).encrypt(
        bytes.fromhex("070000004041424344454647"), sun,
        bytes.fromhex("50515253c0c1c2c3c4c5c6c7"))[-16:].hex() == "1ae10b594f09e26a7e902ecbd0600691"
    boxes("chachapoly", ChaCha20Poly1305, 32, [
        ("RFC 8439, 2.8.2", bytes(range(0x80, 0xA0)), bytes.fromhex("070000004041424344454647"),
         bytes.fromhex("50515253c0c1c2c3c4c5c6c7"), sun, "d31a8d34648e60db7b86afbc53ef7ec2"),
        ("RFC 8439, A.5", key, nonce, bound, draft, "64a0861575861af460f062c79be643bd")])


def ecdsa():
    say("ECDSA P-256 over a digest. RFC 6979, A.2.5, 'sample' and 'test'.")
    d = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    q = mul(d, G)
    sample, test = (hashlib.sha256(m).digest() for m in (b"sample", b"test"))
    r = 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
    s = 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
    verify("sample", q, sample, r, s, True)
    verify("test", q, test, 0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
           0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083, True)
    say("own: signatures of 'sample' that no signer makes")
    verify("of another message", q, test, r, s, False)
    verify("-s in the place of s: good, as ECDSA has it", q, sample, r, N - s, True)
    verify("exchanged", q, sample, s, r, False)
    for note, a, b in (("both 0", 0, 0), ("r = 0", 0, s), ("s = 0", r, 0), ("r = n", N, s),
                       ("s = n", r, N), ("both n", N, N), ("r = n + 1", N + 1, s),
                       ("s = n + 1", r, N + 1), ("r = p", P, s), ("s = p", r, P),
                       ("r all ones", 2**256 - 1, s), ("s all ones", r, 2**256 - 1),
                       ("both 1", 1, 1), ("r = 1", 1, s), ("s = 1", r, 1), ("r = n - 1", N - 1, s),
                       ("s = n - 1", r, N - 1), ("r = -r", N - r, s)):
        verify(note, q, sample, a, b, False)
    der = utils.encode_dss_signature(r, s)
    print("# the first 64 bytes of its DER form")
    print("verify bad", h(key_bytes(q)), h(sample), h(der[:64]))
    print("# its bytes from the other end")
    print("verify bad", h(key_bytes(q)), h(sample), h(n32(r)[::-1] + n32(s)[::-1]))
    say("own: digests and points at the edge, made with chosen numbers")
    for note, e in (("digest 0", 0), ("digest n", N), ("digest all ones", 2**256 - 1), ("digest 1", 1)):
        k = 0x1234567
        rr = mul(k, G)[0] % N
        verify(note, q, n32(e), rr, pow(k, -1, N) * (e + rr * d) % N, True)
    u1 = 0x1337
    rr = mul(2 * u1, G)[0] % N
    u2 = u1 * pow(d, -1, N) % N
    ss = rr * pow(u2, -1, N) % N
    verify("both halves of the sum equal: a doubling", q, n32(u1 * ss % N), rr, ss, True)
    verify("the sum is the point at infinity", q, n32(-r * d % N), r, s, False)
    x = N
    while pow((x**3 - 3 * x + B) % P, (P - 1) // 2, P) != 1:
        x += 1
    point = (x, pow((x**3 - 3 * x + B) % P, (P + 1) // 4, P))
    e, ss = int.from_bytes(sample, "big"), 0x77
    inverse = pow(x - N, -1, N)
    other = add(mul(ss * inverse % N, point), mul(-e * inverse % N, G))
    verify("first coordinate above n: r is what is left", other, sample, x - N, ss, True)
    verify("the same, r not reduced", other, sample, x, ss, False)
    verify("the key is the base point", G, sample, rr, ss)
    say("own: no keys. The adaptor must not take them.")
    for note, data in (("not on the curve", key_bytes((q[0], q[1] ^ 1))),
                       ("the point at infinity, as zeros", b"\4" + bytes(64)),
                       ("the point at infinity, as one byte, filled up", bytes(65)),
                       ("first coordinate not below p", b"\4" + n32(P) + n32(q[1])),
                       ("second coordinate not below p", b"\4" + n32(q[0]) + n32(P)),
                       ("both all ones", b"\4" + b"\xff" * 64),
                       ("compressed, filled up", b"\2" + n32(q[0]) + bytes(32)),
                       ("hybrid form", b"\6" + key_bytes(q)[1:]),
                       ("unknown form", b"\5" + key_bytes(q)[1:]),
                       ("form missing", key_bytes(q)[1:] + b"\0"),
                       ("coordinates exchanged", key_bytes((q[1], q[0])))):
        print("# " + note)
        print("nokey", h(data))
    for note, data in (("compressed", b"\2" + n32(q[0])), ("empty", b""),
                       ("a byte short", key_bytes(q)[:-1]), ("a byte long", key_bytes(q) + b"\0")):
        print("# " + note)
        print("nosize", h(data))


print("# Made by vectors.py (python3-cryptography): known answers and edge cases, one a line. '-': empty.\n"
      "# hash MESSAGE DIGEST; mac KEY MESSAGE TAG; hkdf SECRET SALT INFO OUT;\n"
      "# ccm|chachapoly good KEY NONCE BOUND TEXT SEALED, or bad KEY NONCE BOUND SEALED;\n"
      "# verify good|bad KEY DIGEST SIGNATURE; nokey KEY; nosize KEY")
sha256()
mac()
hkdf()
aead()
ecdsa()
