// SPDX-License-Identifier: Apache-2.0
/*
 * The state of reading evidence.  Private to this room.
 */
#ifndef REMPART_EVIDENCE_READER_H
#define REMPART_EVIDENCE_READER_H

#include "evidence/evidence.h"

enum { RP_EVIDENCE_MAX_FILES = 1000, RP_EVIDENCE_MAX_IMAGES = 64 };

struct rp_evidence_reader {
    struct rp_arena *arena;
    struct rp_diags *d;
    const struct rp_model *m;
    struct rp_test *test; // [0] is none
    uint32_t ntests;
    bool *on_this_version; // by test: its result is of the version that is assessed
    uint32_t nfiles, nresults;
    const struct rp_evidence_plan *plan; // NULL: results are not held against images
    bool *needs_image;                   // by test: a control with a module names it
    struct rp_image *images;
    uint32_t nimages;
    struct rp_str image; // the first that is named for this version; empty before
    struct rp_loc image_at;
    bool two_images; // reported
};

// Makes the table of tests that the model's controls name.  plan may be NULL.
void rp_evidence_reader_init(struct rp_evidence_reader *r, struct rp_arena *a,
                             const struct rp_model *m, const struct rp_evidence_plan *plan,
                             struct rp_diags *d);

// image.c: takes the images of one record; reports what is wrong with it.
void rp_evidence_take_images(struct rp_evidence_reader *r, const struct rp_source *src);

// Whether all images hold that module; reports, at the place of the control, that one does not.
bool rp_evidence_has_module(const struct rp_evidence_reader *r, struct rp_str module,
                            struct rp_loc control);

// Whether a result that names that image and that plan (both may be empty) is of another one than
// those that are assessed; *ret_why is the message that says so.  must: it has to name both.
bool rp_evidence_is_foreign(const struct rp_evidence_reader *r, struct rp_str image,
                            struct rp_str plan, bool must, enum rp_msg *ret_why);

// junit.c: takes the results of one file.
void rp_evidence_take_junit(struct rp_evidence_reader *r, const struct rp_source *src);

// expand.c: the files that a path of the model means, sorted; a '*' in the last part stands for any
// characters (not a leading dot).  Gives n = 0 when a pattern fits nothing.  In the arena.
struct rp_str *rp_evidence_expand(struct rp_arena *a, struct rp_str path, uint32_t *ret_n);

// True when the name fits the pattern, in which '*' stands for any bytes.
bool rp_evidence_fits(struct rp_str name, struct rp_str pattern);

#endif
