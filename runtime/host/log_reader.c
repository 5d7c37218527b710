// SPDX-License-Identifier: Apache-2.0
// The check behind log_reader.h.
#include "log_reader.h"

#include <mbedtls/md.h>
#include <stdbool.h>
#include <string.h>

#define PLACE 64u
#define HEADER 128u
#define INTERRUPTED 20u // event of the record that follows a torn place

struct walk {
    const struct log_image *image;
    struct log_result result;
    uint8_t tag[32]; // of the last good record
    uint32_t next;   // number expected next
    bool begun;      // tag and next are known
    bool torn;       // a place without a record was passed
    uint32_t torn_place;
    log_record_fn *record;
    void *context;
};

static uint32_t get32(const uint8_t *in)
{
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

// HMAC-SHA-256 over a byte and one or two strings of at most 64 and 32 bytes; b may be NULL.
static void mac(const uint8_t key[32], char domain, const uint8_t *a, size_t a_size,
                const uint8_t *b, uint8_t out[32])
{
    uint8_t text[1 + 64 + 32];
    size_t b_size = b == NULL ? 0 : 32;
    text[0] = (uint8_t)domain;
    memcpy(text + 1, a, a_size);
    if (b != NULL)
        memcpy(text + 1 + a_size, b, b_size);
    const mbedtls_md_info_t *sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    if (mbedtls_md_hmac(sha256, key, 32, text, 1 + a_size + b_size, out) != 0)
        memset(out, 0, 32); // no tag is all zero but with probability 2^-256
}

static bool header_good(const uint8_t *sector, const uint8_t key[32], uint32_t epoch)
{
    uint8_t tag[32];
    mac(key, 'H', sector, 64, NULL, tag);
    static const uint8_t spare[32];
    return memcmp(tag, sector + 64, 32) == 0 && memcmp(sector, "RPRL\1\0", 6) == 0 &&
           get32(sector + 8) == epoch && memcmp(sector + 96, spare, sizeof spare) == 0;
}

static const uint8_t *sector_of(const struct log_image *image, uint32_t epoch)
{
    return image->bytes + (size_t)(epoch % image->n_sectors) * image->sector_size;
}

// The working key of an epoch, walking the secrets from the first one on.
struct keys {
    uint8_t secret[32];
    uint32_t epoch;
};

static void key_of(struct keys *keys, const struct log_image *image, uint32_t epoch,
                   uint8_t out[32])
{
    for (; keys->epoch < epoch; keys->epoch++) {
        uint8_t next[32];
        mac(image->device_key, 'N', keys->secret, 32, NULL, next);
        memcpy(keys->secret, next, 32);
    }
    mac(image->device_key, 'K', keys->secret, 32, NULL, out);
}

static struct keys keys_begin(const struct log_image *image)
{
    struct keys keys = {.epoch = 0};
    memcpy(keys.secret, image->first_secret, 32);
    return keys;
}

// The newest epoch with an authentic header; false when there is none. Epochs that the counter makes
// impossible are not looked at: each holds at least one record.
static bool newest_epoch(const struct log_image *image, uint32_t *ret_epoch)
{
    bool found = false;
    struct keys keys = keys_begin(image);
    uint32_t limit = image->counter / 2 + image->n_sectors + 2;
    for (uint32_t i = 0; i < image->n_sectors; i++) {
        const uint8_t *sector = image->bytes + (size_t)i * image->sector_size;
        uint32_t epoch = get32(sector + 8);
        if (epoch % image->n_sectors != i || epoch > limit || (found && epoch <= *ret_epoch))
            continue;
        keys = epoch < keys.epoch ? keys_begin(image) : keys;
        uint8_t key[32];
        key_of(&keys, image, epoch, key);
        if (!header_good(sector, key, epoch))
            continue;
        *ret_epoch = epoch;
        found = true;
    }
    return found;
}

static bool is_erased(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0xff)
            return false;
    }
    return true;
}

static bool bad(struct walk *walk, enum log_finding finding, uint32_t place)
{
    walk->result.finding = finding;
    walk->result.place = walk->torn ? walk->torn_place : place;
    walk->result.number = walk->next;
    return false;
}

static bool check_header(struct walk *walk, const uint8_t *sector, uint32_t place)
{
    uint32_t number = get32(sector + 12);
    if ((sector[6] & 1u) != 0)
        return bad(walk, LOG_WAS_RESTARTED, place);
    if (walk->begun && (memcmp(sector + 32, walk->tag, 32) != 0 || number != walk->next))
        return bad(walk, LOG_RECORD_BAD, place);
    if (!walk->begun)
        walk->result.first = number;
    walk->begun = true;
    walk->next = number;
    memcpy(walk->tag, sector + 64, 32);
    return true;
}

// Looks at one place; false on a finding.
static bool check_place(struct walk *walk, const uint8_t *record, const uint8_t key[32],
                        uint32_t place)
{
    uint8_t tag[32];
    mac(key, 'R', walk->tag, 32, record, tag);
    if (memcmp(tag, record + 32, 32) != 0 || get32(record) != walk->next) {
        if (!walk->torn)
            walk->torn_place = place;
        walk->torn = true;
        return true;
    }
    if (walk->torn && (record[8] | record[9] << 8) != INTERRUPTED)
        return bad(walk, LOG_RECORD_BAD, place);
    walk->torn = false;
    memcpy(walk->tag, tag, 32);
    walk->result.last = walk->next++;
    if (walk->record != NULL)
        walk->record(walk->context, record);
    return true;
}

static bool check_sector(struct walk *walk, uint32_t epoch, const uint8_t key[32], bool newest)
{
    const struct log_image *image = walk->image;
    const uint8_t *sector = sector_of(image, epoch);
    uint32_t base = epoch % image->n_sectors * (image->sector_size / PLACE);
    if (!header_good(sector, key, epoch))
        return bad(walk, LOG_SECTOR_GONE, base);
    if (!check_header(walk, sector, base))
        return false;
    for (uint32_t off = HEADER; off < image->sector_size; off += PLACE) {
        uint32_t place = base + off / PLACE;
        if (is_erased(sector + off, PLACE)) {
            // Only the newest sector has an end, and nothing stands behind it.
            if (!newest || !is_erased(sector + off, image->sector_size - off))
                return bad(walk, LOG_RECORD_BAD, place);
            return true;
        }
        if (!check_place(walk, sector + off, key, place))
            return false;
    }
    return true;
}

// In the first round of a young log the sectors to come are still erased, the next one excepted while
// the log changes to it.
static bool check_future(struct walk *walk, uint32_t newest)
{
    const struct log_image *image = walk->image;
    uint32_t epoch = newest + (walk->result.changing ? 2 : 1);
    for (; epoch < image->n_sectors; epoch++) {
        const uint8_t *sector = sector_of(image, epoch);
        for (uint32_t off = 0; off < image->sector_size; off += PLACE) {
            if (!is_erased(sector + off, PLACE))
                return bad(walk, LOG_RECORD_BAD, (epoch * image->sector_size + off) / PLACE);
        }
    }
    return true;
}

static void check_end(struct walk *walk, uint32_t end_place)
{
    uint32_t promised = walk->image->counter / 2;
    bool interrupted = walk->image->counter % 2 != 0;
    uint32_t last = walk->next - 1;
    if (walk->torn && !interrupted)
        bad(walk, LOG_RECORD_BAD, end_place);
    else if (last < promised)
        bad(walk, walk->torn ? LOG_RECORD_BAD : LOG_END_GONE, end_place);
    else if (last > promised + (interrupted ? 1 : 0))
        bad(walk, LOG_END_TOO_FAR, end_place);
}

// Whether the newest sector has no free place: only while the device changes to the next one, which
// it does before it answers, and after a loss of power then. The oldest sector may be half erased.
static bool is_full(const struct log_image *image, uint32_t epoch)
{
    const uint8_t *sector = sector_of(image, epoch);
    return !is_erased(sector + image->sector_size - PLACE, PLACE);
}

struct log_result log_check(const struct log_image *image, log_record_fn *record, void *context)
{
    struct walk walk = {.image = image, .record = record, .context = context};
    uint32_t newest = 0;
    if (!newest_epoch(image, &newest)) {
        walk.result.finding = LOG_NO_SECTOR;
        return walk.result;
    }
    struct keys keys = keys_begin(image);
    uint8_t key[32];
    uint32_t first = newest + 1 > image->n_sectors ? newest + 1 - image->n_sectors : 0;
    walk.result.changing = is_full(image, newest);
    if (walk.result.changing && newest + 1 >= image->n_sectors)
        first++;
    for (uint32_t epoch = first; epoch <= newest; epoch++) {
        key_of(&keys, image, epoch, key);
        if (!check_sector(&walk, epoch, key, epoch == newest))
            return walk.result;
    }
    uint32_t end = newest % image->n_sectors * (image->sector_size / PLACE);
    const uint8_t *sector = sector_of(image, newest);
    for (uint32_t off = HEADER; off < image->sector_size && !is_erased(sector + off, PLACE);)
        end = newest % image->n_sectors * (image->sector_size / PLACE) + (off += PLACE) / PLACE;
    check_end(&walk, end);
    if (walk.result.finding == LOG_GOOD)
        (void)check_future(&walk, newest);
    return walk.result;
}
