// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of base/hash.h: the example digests of FIPS 180-4, and texts in pieces.
 */
#include "base/hash.h"
#include "rp_test.h"

int main(void)
{
    static const struct {
        const char *name;
        struct rp_str text[2];
        const char *hex;
    } row[] = {
        {"one block",
         {{"abc", 3}},
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"in pieces",
         {{"a", 1}, {"bc", 2}},
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"two blocks",
         {{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56}},
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"nothing", {{"", 0}}, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        char hex[RP_HASH_HEX_SIZE];
        rp_hash_hex(row[i].text, 2, hex);
        CHECK_AT(strcmp(hex, row[i].hex) == 0, row[i].name);
    }
    TEST_DONE();
}
