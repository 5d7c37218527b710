// SPDX-License-Identifier: Apache-2.0
/*
 * The state of reading evidence.  Private to this room.
 */
#ifndef REMPART_EVIDENCE_READER_H
#define REMPART_EVIDENCE_READER_H

#include "evidence/evidence.h"

enum { RP_EVIDENCE_MAX_FILES = 1000 };

struct rp_evidence_reader {
    struct rp_arena *arena;
    struct rp_diags *d;
    const struct rp_model *m;
    struct rp_test *test; // [0] is none
    uint32_t ntests;
    bool *on_this_version; // by test: its result is of the version that is assessed
    uint32_t nfiles, nresults;
    struct rp_str image; // the first that is named for this version; empty before
    struct rp_loc image_at;
    bool two_images; // reported
};

// Makes the table of tests that the model's controls name.
void rp_evidence_reader_init(struct rp_evidence_reader *r, struct rp_arena *a,
                             const struct rp_model *m, struct rp_diags *d);

// junit.c: takes the results of one file.
void rp_evidence_take_junit(struct rp_evidence_reader *r, const struct rp_source *src);

// expand.c: the files that a path of the model means, sorted; a '*' in the last part stands for any
// characters (not a leading dot).  Gives n = 0 when a pattern fits nothing.  In the arena.
struct rp_str *rp_evidence_expand(struct rp_arena *a, struct rp_str path, uint32_t *ret_n);

// True when the name fits the pattern, in which '*' stands for any bytes.
bool rp_evidence_fits(struct rp_str name, struct rp_str pattern);

#endif
