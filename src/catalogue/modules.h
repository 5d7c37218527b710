// SPDX-License-Identifier: Apache-2.0
/*
 * modules.yaml -> what the device library consists of, what can be chosen about it as a whole, and
 * which lines the build needs for that.
 */
#ifndef REMPART_CATALOGUE_MODULES_H
#define REMPART_CATALOGUE_MODULES_H

#include "base/lang.h"
#include "read/tree.h"

enum { RP_MOST_CHOICES = 8 };

// For which values of the choices something holds: by choice 0 (any), or the number of the value + 1.
struct rp_when {
    uint8_t value[RP_MOST_CHOICES];
};

struct rp_choice_value {
    struct rp_str id;     // kebab-case, the word in the model
    struct rp_str define; // value of the choice's constant
    struct rp_text text;
};

// Something to choose once for the whole library.
struct rp_choice {
    struct rp_str id;     // kebab-case, the key in the model
    struct rp_str define; // constant of rprt_config.h
    struct rp_text text;
    const struct rp_choice_value *value; // [0]: where nothing is chosen; the library's own default
    uint32_t nvalues;
    const uint32_t *module; // it counts while one of them is in the image
    uint32_t nmodules;
};

struct rp_module_line {
    struct rp_str text;
    struct rp_when when;
};

struct rp_module_lines {
    const struct rp_module_line *line;
    uint32_t n;
};

// Bytes on the target.
struct rp_bytes {
    uint32_t flash, ram, stack;
};

struct rp_bytes_case {
    struct rp_bytes cost;
    struct rp_when when;
};

struct rp_bytes_cases { // the last one that holds counts
    const struct rp_bytes_case *item;
    uint32_t n;
};

struct rp_module {
    struct rp_str id;
    const uint32_t *needs; // modules before this one that must be in the image too
    uint32_t nneeds;
    struct rp_module_lines psa, mbedtls; // after PSA_WANT_ and MBEDTLS_
    struct rp_bytes_cases size;          // of the module itself, without its stack
    struct rp_bytes_cases provider;      // what it takes of the provider; none: not measured
};

struct rp_modules {
    struct rp_module *module; // in the order in which they are built
    uint32_t n;
    struct rp_choice *choice;
    uint32_t nchoices;
    struct rp_bytes base;    // of what is in every image
    struct rp_text measured; // when and with what
};

// All of the file's mistakes are reported; NULL when there was any.
const struct rp_modules *rp_modules_read(struct rp_arena *a, const struct rp_source *src,
                                         struct rp_diags *d);

// The number of a module; n when there is none of that name.
uint32_t rp_modules_find(const struct rp_modules *m, struct rp_str id);

// The number of a choice; nchoices when there is none of that name.
uint32_t rp_modules_choice(const struct rp_modules *m, struct rp_str id);

// The number of a value; nvalues when the choice has none of that name.
uint32_t rp_choice_find(const struct rp_choice *choice, struct rp_str id);

// Adds the case that holds to a sum; the deepest stack counts.  False when none does.
bool rp_bytes_add(const struct rp_bytes_cases *cases, const uint32_t *chosen, uint32_t nchoices,
                  struct rp_bytes *sum);

// Whether something holds; chosen: by choice, the number of its value.
bool rp_when_holds(const struct rp_when *when, const uint32_t *chosen, uint32_t nchoices);

#endif
