// SPDX-License-Identifier: Apache-2.0
/*
 * The device in the words of the catalogue: every thing of the model as an instance of the MAL
 * language.  Private to this room.
 */
#ifndef REMPART_ATTACK_BIND_H
#define REMPART_ATTACK_BIND_H

#include "attack/attack.h"

struct rp_binding {
    struct rp_arena *arena;
    const struct rp_model *model;
    const struct rp_catalogue *catalogue;
    struct rp_diags *d;
    struct rp_mal_instance in;
    uint32_t *thing[RP_CLASS_COUNT]; // by class, by number: its instance, 0 when it has none
    struct rp_ref *place; // by instance: what it is in the model; a property is its bearer
    uint32_t place_cap;
    uint32_t
        *kind_of_control; // by control of the model: kind in the catalogue, 0 unknown (reported)
};

// Makes all instances and links, and reports every word that the catalogue does not know or that
// stands where it does not fit.
void rp_bind(struct rp_binding *b, struct rp_arena *a, const struct rp_model *m,
             const struct rp_catalogue *c, struct rp_diags *d);

// Checks the controls of the model against the catalogue: known, and at places where they fit.
void rp_bind_controls(struct rp_binding *b);

// Checks what the model chooses about the device library: choices and values that the catalogue knows.
void rp_bind_library(struct rp_binding *b);

// The asset of a kind ("usb-port") below a root ("Interface"); 0 when there is none or it is of
// another root or abstract, each reported.
uint32_t rp_bind_kind(struct rp_binding *b, const struct rp_word *word, struct rp_str root,
                      enum rp_msg unknown);

#endif
