// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-08: images that must not run are offered to a pump whose technician's access was stolen.
 *
 * Unsigned, signed by a stranger, for another device, truncated, changed after signing, older, the
 * running one again, and one image's header with another one's body.  Access control is no help here:
 * what is tried is whether the pump itself looks at what it is given.
 */
#include "attack.h"
#include "image.h"

#include "pump/seam/factory.h"

#include <string.h>

enum {
    GOOD = 5, // version that the maker's update brings
    TRIAL_MS = 8000,
};

enum trick { NO_TRICK, TRUNCATE, CHANGE_BODY, CHANGE_VERSION, OTHER_BODY };

struct offer {
    const char *name;
    struct image_spec spec; // slot is filled in
    enum trick trick;
};

static const struct offer offers[] = {
    {"unsigned", {.version = 9, .signer = IMAGE_BY_NOBODY}, NO_TRICK},
    {"by a stranger", {.version = 9, .signer = IMAGE_BY_STRANGER}, NO_TRICK},
    {"for another device", {.version = 9, .device = "rp-ventilator-1"}, NO_TRICK},
    {"truncated", {.version = 9}, TRUNCATE},
    {"changed after signing", {.version = 9}, CHANGE_BODY},
    {"older", {.version = 4}, NO_TRICK},
    {"older with a newer number", {.version = 4}, CHANGE_VERSION},
    {"the same again", {.version = GOOD}, NO_TRICK},
    {"one header with another body", {.version = 9}, OTHER_BODY},
};

// A pump without signatures cannot know these; it takes them though nothing is wrong with their sum.
static void mend_plain(struct attack *attack, const struct offer *offer, struct image *image)
{
    if (attack_has(attack, "boot") || offer->trick == TRUNCATE)
        return;
    struct image again;
    struct image_spec spec = offer->spec;
    image_make(attack, &spec, &again);
    if (offer->trick == CHANGE_VERSION)
        pump_put32(again.header + 4, 9);
    *image = again;
}

static void make_offer(struct attack *attack, const struct offer *offer, uint32_t slot,
                       struct image *ret_image)
{
    struct image_spec spec = offer->spec;
    spec.slot = slot;
    image_make(attack, &spec, ret_image);
    switch (offer->trick) {
    case NO_TRICK:
        break;
    case TRUNCATE:
        ret_image->body_size -= 1024;
        break;
    case CHANGE_BODY:
        ret_image->body[1000] ^= 1;
        break;
    case CHANGE_VERSION:
        pump_put32(ret_image->header + 24, 9);
        break;
    case OTHER_BODY: {
        struct image other;
        spec.version = 8;
        image_make(attack, &spec, &other);
        memcpy(ret_image->body, other.body, sizeof other.body);
        break;
    }
    }
    mend_plain(attack, offer, ret_image);
}

static void restart(struct attack *attack, struct attack_line *line)
{
    struct attack_state state;
    attack_close(line);
    attack_reset(attack);
    attack_wait(attack, TRIAL_MS, &state);
    attack_technician(attack, line);
}

static void one_offer(struct attack *attack, struct attack_line *line, const struct offer *offer,
                      uint32_t slot)
{
    struct image image;
    uint32_t before = image_running(attack, line);
    make_offer(attack, offer, slot, &image);
    uint8_t result = image_send(attack, line, &image);
    restart(attack, line);
    uint32_t after = image_running(attack, line);
    bool same_again = offer->spec.version == GOOD && result == PUMP_DONE;
    if (after != before || same_again)
        attack_succeeds(attack, offer->name, after);
}

static void run(struct attack *attack)
{
    struct attack_line line;
    struct image image;
    const struct image_spec good = {.version = GOOD, .slot = 1};
    attack_technician(attack, &line);
    image_make(attack, &good, &image);
    if (image_send(attack, &line, &image) != PUMP_DONE)
        attack_error("the maker's update was not taken");
    attack->honest++;
    restart(attack, &line);
    restart(attack, &line); // a second time: its trial must be over
    if (image_running(attack, &line) != GOOD)
        attack_error("the maker's update does not run");
    for (size_t i = 0; i < sizeof offers / sizeof offers[0]; i++)
        one_offer(attack, &line, &offers[i], 0);
    attack_measure(attack, "images_offered", sizeof offers / sizeof offers[0]);
    attack_measure(attack, "version_at_the_end", image_running(attack, &line));
}

const struct attack_info attack_info = {
    "ATK-08", "updates that must not run",
    "B. Braun SpaceCom 2021, CVE-2021-33884 (upload); rollback: MCUboot CVE-2024-32883", run};
