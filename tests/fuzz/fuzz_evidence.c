// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as test results of a small model: no crash, and never an error, only findings.
 */
#include "evidence/reader.h"
#include "model/reader.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char model[] = "rempart: 1\n"
                            "device: {id: p, version: '2'}\n"
                            "controls:\n"
                            "- {id: M1, control: c, state: existing, tests: [T1, T2]}\n"
                            "- {id: M2, control: d, state: planned, tests: [T_3, T2]}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rp_arena a;
    struct rp_diags unseen, d;
    rp_arena_init(&a);
    rp_diags_init(&unseen, &a);
    rp_diags_init(&d, &a);
    const struct rp_model *m = rp_model_of_source(
        &a, rp_source_new(&a, RP_STR("model"), RP_STR(model)), 20000, true, &unseen);
    struct rp_evidence_reader r;
    rp_evidence_reader_init(&r, &a, m, NULL, &d);
    struct rp_str text = {(const char *)data, size};
    rp_evidence_take_junit(&r, rp_source_new(&a, RP_STR("fuzz.xml"), text));
    if (d.errors || r.ntests != 4)
        abort();
    for (uint32_t i = 1; i < r.ntests; i++)
        if ((r.test[i].result == RP_TEST_NO_RESULT) != (r.test[i].at.src == NULL))
            abort();
    rp_arena_done(&a);
    return 0;
}
