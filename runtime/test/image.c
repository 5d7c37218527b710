// SPDX-License-Identifier: Apache-2.0
// The images and the rig of image.h.
#include "image.h"

#include "check.h"

#include <string.h>

enum rprt_status __real_rprt_crypto_verify(struct rprt_crypto *crypto, uint32_t slot,
                                           const uint8_t digest[32], const uint8_t signature[64]);
enum rprt_status __wrap_rprt_crypto_verify(struct rprt_crypto *crypto, uint32_t slot,
                                           const uint8_t digest[32], const uint8_t signature[64]);
enum rprt_status __real_rprt_crypto_key_set(struct rprt_crypto *crypto, uint32_t slot,
                                            enum rprt_use use, const uint8_t *key, size_t size);
enum rprt_status __wrap_rprt_crypto_key_set(struct rprt_crypto *crypto, uint32_t slot,
                                            enum rprt_use use, const uint8_t *key, size_t size);

// Public keys are imported once each and stay in the provider, as in a chip that holds them itself.
enum rprt_status __wrap_rprt_crypto_key_set(struct rprt_crypto *crypto, uint32_t slot,
                                            enum rprt_use use, const uint8_t *key, size_t size)
{
    static struct {
        psa_key_id_t id;
        uint8_t key[RPRT_PUBLIC_KEY_SIZE];
    } held[12]; // as many as the tests' roots
    if (use != RPRT_USE_VERIFY || size != RPRT_PUBLIC_KEY_SIZE)
        return __real_rprt_crypto_key_set(crypto, slot, use, key, size);
    uint32_t i = 0;
    while (i < 12 && held[i].id != 0 && memcmp(held[i].key, key, size) != 0)
        i++;
    if (i < 12 && held[i].id != 0)
        return rprt_crypto_key_use(crypto, slot, held[i].id);
    enum rprt_status status = __real_rprt_crypto_key_set(crypto, slot, use, key, size);
    if (status == RPRT_OK && i < 12) {
        held[i].id = crypto->key[slot];
        memcpy(held[i].key, key, size);
        crypto->owned[slot] = 0;
    }
    return status;
}

struct known {
    psa_key_id_t key; // held above, so that it stands for the same key for ever
    uint8_t digest[32];
    uint8_t signature[64];
    enum rprt_status answer;
};

enum rprt_status __wrap_rprt_crypto_verify(struct rprt_crypto *crypto, uint32_t slot,
                                           const uint8_t digest[32], const uint8_t signature[64])
{
    static struct known known[64];
    static uint32_t next;
    if (slot >= RPRT_KEYS || crypto->key[slot] == 0 || crypto->owned[slot] != 0)
        return __real_rprt_crypto_verify(crypto, slot, digest, signature);
    for (uint32_t i = 0; i < 64; i++) {
        if (known[i].answer != 0 && known[i].key == crypto->key[slot] &&
            memcmp(known[i].digest, digest, 32) == 0 &&
            memcmp(known[i].signature, signature, 64) == 0)
            return known[i].answer;
    }
    struct known *entry = &known[next++ % 64];
    entry->key = crypto->key[slot];
    memcpy(entry->digest, digest, 32);
    memcpy(entry->signature, signature, 64);
    entry->answer = __real_rprt_crypto_verify(crypto, slot, digest, signature);
    return entry->answer;
}

#define GENERATIONS 4u

// Private keys of the test's roots: any number below the order of the curve will do.
static psa_key_id_t root_key(uint32_t generation, uint32_t root)
{
    static psa_key_id_t ids[GENERATIONS][RPRT_BOOT_ROOTS];
    psa_key_id_t *id = &ids[generation][root];
    if (*id != 0)
        return *id;
    uint8_t secret[32];
    memset(secret, (int)(0x31 + root + 16 * generation), sizeof secret);
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH | PSA_KEY_USAGE_EXPORT);
    assert_int_equal(psa_import_key(&attributes, secret, sizeof secret, id), PSA_SUCCESS);
    return *id;
}

static void public_key(uint32_t generation, uint32_t root, uint8_t out[RPRT_PUBLIC_KEY_SIZE])
{
    static uint8_t known[GENERATIONS][RPRT_BOOT_ROOTS][RPRT_PUBLIC_KEY_SIZE];
    uint8_t *key = known[generation][root];
    size_t n;
    if (key[0] == 0)
        assert_int_equal(
            psa_export_public_key(root_key(generation, root), key, RPRT_PUBLIC_KEY_SIZE, &n),
            PSA_SUCCESS);
    memcpy(out, key, RPRT_PUBLIC_KEY_SIZE);
}

static void hash(const uint8_t *data, size_t size, uint8_t out[32])
{
    size_t n;
    assert_int_equal(psa_hash_compute(PSA_ALG_SHA_256, data, size, out, 32, &n), PSA_SUCCESS);
}

static void sign(const uint8_t *text, size_t size, psa_key_id_t key, uint8_t out[64])
{
    uint8_t digest[32];
    size_t n;
    hash(text, size, digest);
    assert_int_equal(psa_sign_hash(key, PSA_ALG_ECDSA(PSA_ALG_SHA_256), digest, 32, out, 64, &n),
                     PSA_SUCCESS);
}

void image_sign(struct image *image, uint32_t root, uint32_t which)
{
    uint32_t generation = rprt_get32(image->bytes + RPRT_IMAGE_AT_ROOTS) % GENERATIONS;
    sign(image->bytes, RPRT_IMAGE_SIGNED_SIZE, root_key(generation, root),
         image->bytes + RPRT_IMAGE_AT_SIGNATURE + 64 * which);
}

void roots_sign(uint8_t record[RPRT_ROOTS_SIZE], uint32_t generation, uint32_t root, uint32_t which)
{
    sign(record, RPRT_ROOTS_SIGNED_SIZE, root_key(generation, root),
         record + RPRT_ROOTS_AT_SIGNATURE + 64 * which);
}

static const uint8_t kind_of_device[16] = "test pump";

static uint32_t slot_address(uint32_t slot)
{
    return FLASH_BASE + 0x1000u + slot * SLOT_SIZE;
}

void image_make(struct image *image, uint32_t slot, uint32_t version, uint32_t root,
                uint32_t root_2)
{
    image_make_by(image, slot, version, 0, root, root_2);
}

void roots_make(uint8_t record[RPRT_ROOTS_SIZE], uint32_t generation, uint32_t root,
                uint32_t root_2)
{
    memset(record, 0, RPRT_ROOTS_SIZE);
    rprt_put32(record, RPRT_ROOTS_MAGIC);
    record[RPRT_ROOTS_AT_ROOT] = (uint8_t)root;
    record[RPRT_ROOTS_AT_ROOT + 1] = (uint8_t)root_2;
    memcpy(record + RPRT_ROOTS_AT_DEVICE, kind_of_device, 16);
    rprt_put32(record + RPRT_ROOTS_AT_GENERATION, generation);
    for (uint32_t i = 0; i < RPRT_BOOT_ROOTS; i++)
        public_key(generation, i, record + RPRT_ROOTS_AT_KEYS + RPRT_PUBLIC_KEY_SIZE * i);
    roots_sign(record, generation - 1, root, 0);
    if (root_2 != 0xff)
        roots_sign(record, generation - 1, root_2, 1);
}

void image_make_by(struct image *image, uint32_t slot, uint32_t version, uint32_t generation,
                   uint32_t root, uint32_t root_2)
{
    memset(image, 0, sizeof *image);
    uint8_t *bytes = image->bytes;
    uint8_t *body = bytes + RPRT_IMAGE_HEADER_SIZE;
    for (uint32_t i = 0; i < BODY_SIZE; i++)
        body[i] = (uint8_t)(i * 13 + version * 101 + slot);
    rprt_put32(bytes + RPRT_IMAGE_AT_MAGIC, RPRT_IMAGE_MAGIC);
    rprt_put16(bytes + RPRT_IMAGE_AT_FORMAT, RPRT_IMAGE_FORMAT);
    bytes[RPRT_IMAGE_AT_ROOT] = (uint8_t)root;
    bytes[RPRT_IMAGE_AT_ROOT_2] = (uint8_t)root_2;
    memcpy(bytes + RPRT_IMAGE_AT_DEVICE, kind_of_device, 16);
    rprt_put32(bytes + RPRT_IMAGE_AT_VERSION, version);
    rprt_put32(bytes + RPRT_IMAGE_AT_LOAD, slot_address(slot));
    rprt_put32(bytes + RPRT_IMAGE_AT_SIZE, BODY_SIZE);
    rprt_put32(bytes + RPRT_IMAGE_AT_ENTRY, 16);
    rprt_put32(bytes + RPRT_IMAGE_AT_ROOTS, generation);
    hash(body, BODY_SIZE, bytes + RPRT_IMAGE_AT_DIGEST);
    image->size = RPRT_IMAGE_HEADER_SIZE + BODY_SIZE;
    image_sign(image, root, 0);
    if (root_2 != 0xff)
        image_sign(image, root_2, 1);
}

void image_place(struct boot_rig *rig, uint32_t slot, const struct image *image)
{
    uint8_t *to = rig->bench.flash.bytes + (slot_address(slot) - FLASH_BASE);
    memset(to, 0xff, SLOT_SIZE);
    memcpy(to, image->bytes, image->size);
    uint32_t first = (slot_address(slot) - FLASH_BASE) / RPRT_FLASH_UNIT;
    memset(rig->bench.flash.programmed + first, 1, SLOT_SIZE / RPRT_FLASH_UNIT);
}

#if RPRT_BOOT_ROTATION
static void set_roots(struct boot_rig *rig)
{
    static uint8_t factory[RPRT_BOOT_ROOTS][RPRT_PUBLIC_KEY_SIZE];
    for (uint32_t root = 0; root < RPRT_BOOT_ROOTS; root++)
        public_key(0, root, factory[root]);
    rig->config.factory_root = (const uint8_t(*)[RPRT_PUBLIC_KEY_SIZE])factory;
    rig->config.roots = (struct rprt_area){ROOTS_AT, SLOT_SECTOR, 2};
    rig->config.roots_counter = RPRT_COUNTER_ROOTS;
    rig->config.roots_key = RPRT_KEY_OWN;
    assert_status(rprt_crypto_key_set(&rig->bench.crypto, RPRT_KEY_OWN, RPRT_USE_MAC, bench_key,
                                      RPRT_MAC_KEY_SIZE),
                  RPRT_OK);
}
#else
static void set_roots(struct boot_rig *rig)
{
    for (uint32_t root = 0; root < RPRT_BOOT_ROOTS; root++) {
        uint8_t key[RPRT_PUBLIC_KEY_SIZE];
        public_key(0, root, key);
        assert_status(rprt_crypto_key_set(&rig->bench.crypto, RPRT_KEY_ROOT + root, RPRT_USE_VERIFY,
                                          key, sizeof key),
                      RPRT_OK);
    }
}
#endif

void boot_rig_link(struct boot_rig *rig)
{
    rig->bench.port.context = &rig->bench.flash;
    rig->bench.crypto.port = &rig->bench.port;
    rig->config.port = &rig->bench.port;
    rig->config.crypto = &rig->bench.crypto;
    rig->boot.config = &rig->config;
}

void boot_rig_init(struct boot_rig *rig)
{
    bench_init(&rig->bench, SLOT_SECTOR);
    rig->config = (struct rprt_boot_config){
        .slot = {{slot_address(0), SLOT_SECTOR, SLOT_SIZE / SLOT_SECTOR},
                 {slot_address(1), SLOT_SECTOR, SLOT_SIZE / SLOT_SECTOR}},
        .state = {FLASH_BASE, SLOT_SECTOR, 2},
        .counter = RPRT_COUNTER_BOOT,
        .root = {RPRT_KEY_ROOT, RPRT_KEY_ROOT_2, RPRT_KEY_ROOT_3},
        .n_roots = 2,
        .needed = 1,
    };
    memcpy(rig->config.device, kind_of_device, 16);
    boot_rig_link(rig);
    set_roots(rig);
}

void boot_rig_power_on(struct boot_rig *rig)
{
    bench_power_on(&rig->bench);
    set_roots(rig);
}

enum rprt_status boot_rig_start(struct boot_rig *rig, struct rprt_boot_decision *decision)
{
    enum rprt_status status = rprt_boot_begin(&rig->boot, &rig->config);
    if (status != RPRT_OK)
        return status;
    status = RPRT_AGAIN;
    for (int i = 0; i < 200 && status == RPRT_AGAIN; i++)
        status = rprt_boot_step(&rig->boot, 128, decision);
    return status == RPRT_OK ? rprt_boot_decided(&rig->boot, decision) : status;
}

enum rprt_status boot_rig_update(struct boot_rig *rig, const struct image *image)
{
    enum rprt_status status = rprt_boot_begin(&rig->boot, &rig->config);
    if (status == RPRT_OK)
        status = rprt_update_offer(&rig->boot, image->bytes);
    if (status != RPRT_OK)
        return status;
    status = RPRT_AGAIN;
    while (status == RPRT_AGAIN)
        status = rprt_update_step(&rig->boot, image->bytes);
    for (uint32_t off = RPRT_IMAGE_HEADER_SIZE; status == RPRT_OK && off < image->size;) {
        uint32_t left = image->size - off;
        uint32_t size = left < 48 ? left : 48;
        status = rprt_update_chunk(&rig->boot, image->bytes + off, size);
        off += size;
    }
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    while (status == RPRT_AGAIN)
        status = rprt_update_finish(&rig->boot, 100);
    return status;
}

void boot_rig_state(struct boot_rig *rig, enum rprt_boot_state state, uint32_t confirmed)
{
    uint8_t *record = rig->bench.flash.bytes;
    memset(record, 0xff, 2 * SLOT_SECTOR);
    memset(rig->bench.flash.programmed, 0, 2 * SLOT_SECTOR / RPRT_FLASH_UNIT);
    if (state == RPRT_BOOT_EMPTY)
        return;
    memset(record, 0, 16);
    rprt_put32(record, 0x42545052u);
    rprt_put32(record + 4, 1);
    record[8] = (uint8_t)state;
    record[9] = (uint8_t)confirmed;
    for (int i = 0; i < 16; i++)
        record[i + 16] = (uint8_t)~record[i];
    rig->bench.flash.programmed[0] = rig->bench.flash.programmed[1] = true;
}
