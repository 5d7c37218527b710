// SPDX-License-Identifier: Apache-2.0
/*
 * Derivations of goals that one pass found, kept while cores are made of them one after the other
 * (making a core overwrites the state of the walk).
 */
#ifndef REMPART_SELECT_FINDS_H
#define REMPART_SELECT_FINDS_H

#include "select/core.h"

struct rp_find {
    uint32_t goal, fact; // number in the layer's list; fact in the layer
    uint32_t first_blocker, nblockers, first_adder, nadders;
};

struct rp_finds {
    struct rp_arena arena;
    struct rp_find *item;
    uint32_t n, cap;
    uint32_t *control;
    uint32_t ncontrols, cap_controls;
};

void rp_finds_init(struct rp_finds *f);
void rp_finds_done(struct rp_finds *f);
void rp_finds_clear(struct rp_finds *f);

// Keeps the derivation, of a goal of the layer.
void rp_finds_keep(struct rp_finds *f, const struct rp_derivation *d, uint32_t goal, uint32_t fact);

// Puts the controls of a find back into a derivation; steps are not kept.
void rp_finds_restore(const struct rp_finds *f, uint32_t i, struct rp_derivation *ret_derivation);

#endif
