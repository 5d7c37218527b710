// SPDX-License-Identifier: Apache-2.0
/*
 * Results of tests -> what each control's proof is worth on this version.
 *
 * Reads JUnit XML as test frameworks write it.  A test is known by its id: the testcase's name, or a
 * word of it between the start, spaces, brackets, underscores or the end ("T12", "T12: wrong
 * password", "test_T12_wrong_password").  A result that does not say by the property
 * rempart.device.version which version was tested is not of this version.
 *
 * A model may name the records of the images that were built (image.json, rempart-model(5)).  Then a
 * control whose module the device library provides is proven only by results that name one of those
 * images and the plan that is decided now, and only while its module is in each of them.
 */
#ifndef REMPART_EVIDENCE_EVIDENCE_H
#define REMPART_EVIDENCE_EVIDENCE_H

#include "model/model.h"

enum rp_test_result { RP_TEST_NO_RESULT, RP_TEST_PASSED, RP_TEST_FAILED, RP_TEST_SKIPPED };

struct rp_test {
    struct rp_str id;
    struct rp_loc asked_at;     // where the model first names it
    enum rp_test_result result; // the worst on this version; without any, the worst of all
    struct rp_loc at;           // where the result stands; src NULL when none
    struct rp_str version;      // of the product the result says it belongs to (property
                                // rempart.device.version), may be empty
    struct rp_str image_hash;   // property rempart.image.sha256, may be empty
    struct rp_str plan_hash;    // property rempart.plan.sha256, may be empty
    struct rp_str when;         // timestamp of the suite, may be empty
    struct rp_str name;         // of the test case, as its framework writes it
    struct rp_str output;       // what it printed (system-out), may be empty
    uint64_t on_images;         // bit i: image i has a result of it, this one being the worst
    bool foreign;               // of another image or another plan than those that are assessed
};

// An image that was built, as its record tells.
struct rp_image {
    struct rp_str name, sha256;
    const struct rp_str *module; // of the device library that it holds, found among its symbols
    uint32_t nmodules;
    struct rp_loc at;
};

// What was decided, to hold images and results against.
struct rp_evidence_plan {
    struct rp_str hash;          // 64 hexadecimal digits
    const struct rp_str *module; // by control of the model: of the device library; empty: none
};

enum rp_proof {       // of a control
    RP_PROOF_NONE,    // no test is named
    RP_PROOF_MISSING, // named, but at least one has no result
    RP_PROOF_FAILED,
    RP_PROOF_STALE,  // passed, but on another version, image or plan
    RP_PROOF_ABSENT, // its module is not in the image
    RP_PROOF_HOLDS,  // all passed on this version
};

struct rp_evidence {
    const struct rp_test *test; // [0] is none; in order of first naming
    uint32_t ntests;
    const enum rp_proof *proof;   // by control of the model
    uint32_t nfiles, nresults;    // read
    const struct rp_image *image; // built from the plan that is decided now
    uint32_t nimages;
    struct rp_str plan; // digest that images and results were held against; empty: they were not
};

// Reads all evidence files that the model names (a '*' in the last part is expanded in sorted
// order).  A file that is missing, truncated or names unknown tests is a finding: reported as a
// warning, never a crash.  plan: NULL when nothing is known of it (the model has mistakes); then, and
// when the model names no records of images, results are not held against images.
const struct rp_evidence *rp_evidence_read(struct rp_arena *a, const struct rp_model *m,
                                           const struct rp_evidence_plan *plan, struct rp_diags *d);

#endif
