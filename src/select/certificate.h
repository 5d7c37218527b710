// SPDX-License-Identifier: Apache-2.0
/*
 * Proofs of stages -> the text of a certificate, as rempart-certificate(5) defines it.
 */
#ifndef REMPART_SELECT_CERTIFICATE_H
#define REMPART_SELECT_CERTIFICATE_H

#include "base/buf.h"
#include "select/search.h"

struct rp_certificate {
    struct rp_arena *arena;
    struct rp_buf stages; // owned: rp_certificate_done
    uint32_t *number;     // by row of the pool: number in the certificate + 1, 0: not written yet
    uint32_t cap, next;
    uint32_t *giver; // by fact of the graph; scratch, 0 between lines
};

void rp_certificate_init(struct rp_certificate *c, struct rp_arena *a);
void rp_certificate_done(struct rp_certificate *c);

// What a stage came to.
struct rp_stage_result {
    enum rp_objective objective;
    int64_t value, bound; // bound <= value
    bool complete; // false: stopped early: the tree so far proves the bound, or the root's claim
};

// Writes one stage from the search's proof.
void rp_certificate_stage(struct rp_certificate *c, struct rp_search *s,
                          const struct rp_stage_result *result);

// The stage row that now stands last in the pool belongs to the stage just written.
void rp_certificate_stage_row(struct rp_certificate *c, const struct rp_problem *p);

// The whole text, in the arena.  result: "optimum", "bound" or "none"; chosen and given_up NULL for
// the last.
struct rp_str rp_certificate_text(struct rp_certificate *c, struct rp_arena *a,
                                  const struct rp_problem *p, const char *result,
                                  const bool *chosen, const bool *given_up);

#endif
