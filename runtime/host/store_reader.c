// SPDX-License-Identifier: Apache-2.0
// The reading behind store_reader.h.
#include "store_reader.h"

#include <mbedtls/ccm.h>
#include <mbedtls/chachapoly.h>
#include <string.h>

enum { PUT = 1, ERASE = 2, MOVED = 3, END = 4 };

static uint32_t get32(const uint8_t *in)
{
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

// Opens what is sealed behind a header of n_bound bytes; the nonce stands in the header at n_nonce.
static bool open_ccm(const uint8_t *key, const uint8_t *nonce, const uint8_t *header,
                     size_t n_bound, size_t size, uint8_t *text)
{
    const uint8_t *sealed = header + n_bound;
    mbedtls_ccm_context ccm;
    mbedtls_ccm_init(&ccm);
    bool good = mbedtls_ccm_setkey(&ccm, MBEDTLS_CIPHER_ID_AES, key, 128) == 0 &&
                mbedtls_ccm_auth_decrypt(&ccm, size, nonce, 12, header, n_bound, sealed, text,
                                         sealed + size, 16) == 0;
    mbedtls_ccm_free(&ccm);
    return good;
}

static bool open_chachapoly(const uint8_t *key, const uint8_t *nonce, const uint8_t *header,
                            size_t n_bound, size_t size, uint8_t *text)
{
    const uint8_t *sealed = header + n_bound;
    mbedtls_chachapoly_context context;
    mbedtls_chachapoly_init(&context);
    bool good = mbedtls_chachapoly_setkey(&context, key) == 0 &&
                mbedtls_chachapoly_auth_decrypt(&context, size, nonce, header, n_bound,
                                                sealed + size, sealed, text) == 0;
    mbedtls_chachapoly_free(&context);
    return good;
}

static bool open_box(const struct store_image *image, const uint8_t *header, size_t n_bound,
                     size_t n_nonce, size_t size, uint8_t *text)
{
    const uint8_t *nonce = header + n_nonce;
    return image->key_size == 32 ? open_chachapoly(image->key, nonce, header, n_bound, size, text)
                                 : open_ccm(image->key, nonce, header, n_bound, size, text);
}

static struct store_record *find(struct store_content *content, uint16_t id)
{
    for (uint32_t i = 0; i < content->n; i++) {
        if (content->record[i].id == id)
            return &content->record[i];
    }
    return NULL;
}

static void apply(struct store_content *content, const uint8_t *entry, const uint8_t *text)
{
    uint16_t id = (uint16_t)(entry[4] | entry[5] << 8);
    uint16_t size = (uint16_t)(entry[6] | entry[7] << 8);
    struct store_record *record = find(content, id);
    if (entry[8] == ERASE && record != NULL)
        *record = content->record[--content->n];
    if (entry[8] != PUT && entry[8] != MOVED)
        return;
    if (record == NULL)
        record = &content->record[content->n++];
    record->id = id;
    record->size = size;
    memcpy(record->text, text, size);
}

struct bank {
    bool whole;
    uint32_t number;
    uint32_t generation;
    struct store_content content;
};

static void read_bank(const struct store_image *image, uint32_t index, struct bank *bank)
{
    const uint8_t *bytes = image->bytes + (size_t)index * image->bank_size;
    uint8_t text[256];
    memset(bank, 0, sizeof *bank);
    if (!open_box(image, bytes, 32, 16, 0, text) || memcmp(bytes, "RPTS\1\0\0\0", 8) != 0)
        return;
    bank->generation = get32(bytes + 8);
    bank->number = get32(bytes + 12);
    const uint8_t *tag = bytes + 32;
    for (uint32_t off = 48; off + 64 <= image->bank_size;) {
        const uint8_t *entry = bytes + off;
        uint32_t size = (uint32_t)(entry[6] | entry[7] << 8);
        uint32_t whole_size = (48 + size + 16 + 15) / 16 * 16;
        bool moving = entry[8] == MOVED || entry[8] == END;
        if (size > 256 || off + whole_size > image->bank_size || moving == bank->whole ||
            get32(entry) != bank->number + (moving ? 0 : 1) || memcmp(entry + 32, tag, 16) != 0 ||
            !open_box(image, entry, 48, 12, size, text))
            return;
        apply(&bank->content, entry, text);
        bank->whole = bank->whole || entry[8] == END;
        bank->number = get32(entry);
        tag = entry + 48 + size;
        off += whole_size;
    }
}

bool store_read(const struct store_image *image, struct store_content *ret_content)
{
    static struct bank bank[2]; // large
    bool allowed[2];
    for (uint32_t i = 0; i < 2; i++) {
        read_bank(image, i, &bank[i]);
        uint32_t ahead = bank[i].number - image->counter / 2;
        allowed[i] = bank[i].whole && (ahead == 0 || (ahead == 1 && image->counter % 2 != 0));
    }
    if (!allowed[0] && !allowed[1])
        return false;
    bool second = !allowed[0] ||
                  (allowed[1] &&
                   (bank[1].number > bank[0].number ||
                    (bank[1].number == bank[0].number && bank[1].generation > bank[0].generation)));
    *ret_content = bank[second ? 1 : 0].content;
    return true;
}
