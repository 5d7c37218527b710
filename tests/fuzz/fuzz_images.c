// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a record of built images: no crash, and never an error, only findings.
 */
#include "evidence/reader.h"
#include "model/reader.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char model[] = "rempart: 1\n"
                            "device: {id: p, version: '2'}\n"
                            "images: [i.json]\n"
                            "controls:\n"
                            "- {id: M1, control: c, state: existing, tests: [T1]}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct rp_str module[] = {{NULL, 0}, {"log", 3}};
    static const struct rp_evidence_plan plan = {
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 64}, module};
    struct rp_arena a;
    struct rp_diags unseen, d;
    rp_arena_init(&a);
    rp_diags_init(&unseen, &a);
    rp_diags_init(&d, &a);
    const struct rp_model *m = rp_model_of_source(
        &a, rp_source_new(&a, RP_STR("model"), RP_STR(model)), 20000, true, &unseen);
    struct rp_evidence_reader r;
    rp_evidence_reader_init(&r, &a, m, &plan, &d);
    struct rp_str text = {(const char *)data, size};
    rp_evidence_take_images(&r, rp_source_new(&a, RP_STR("fuzz.json"), text));
    rp_evidence_has_module(&r, module[1], (struct rp_loc){0});
    if (d.errors || r.nimages > RP_EVIDENCE_MAX_IMAGES)
        abort();
    for (uint32_t i = 0; i < r.nimages; i++)
        if (r.images[i].sha256.n != 64)
            abort();
    rp_arena_done(&a);
    return 0;
}
