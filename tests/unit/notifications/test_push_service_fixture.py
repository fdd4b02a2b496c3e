"""The push service of the tests is itself right: it opens the example of RFC 8291, section 5."""

from cryptography.hazmat.primitives.asymmetric import ec

from tests.fixtures.push_service import decode, decrypted, encode, point

PRIVATE_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
PUBLIC_KEY = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)


def test_it_opens_the_example_of_the_standard() -> None:
    key = ec.derive_private_key(int.from_bytes(decode(PRIVATE_KEY), "big"), ec.SECP256R1())
    assert encode(point(key)) == PUBLIC_KEY
    plain = decrypted(decode(BODY), private_key=key, auth=decode(AUTH))
    assert plain == b"When I grow up, I want to be a watermelon"
