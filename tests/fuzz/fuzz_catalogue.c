// SPDX-License-Identifier: Apache-2.0
/*
 * Tables of controls, by themselves: what the rules between them name must exist.
 */
#include "catalogue/controls.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rp_arena a;
    struct rp_diags d;
    struct rp_controls c;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    rp_controls_init(&c, &a, NULL, &d);
    struct rp_str text = {(const char *)data, size};
    rp_controls_read(&c, rp_source_new(&a, RP_STR("fuzz.yaml"), text));
    rp_controls_resolve(&c);
    for (uint32_t i = 1; i < c.n; i++) {
        const struct rp_control_kind *k = &c.control[i];
        assert(k->priority >= 'a' && k->priority <= 'c');
        for (uint32_t n = 0; n < k->nneeds; n++)
            for (uint32_t j = 0; j < k->needs[n].n; j++)
                assert(k->needs[n].any[j] > 0 && k->needs[n].any[j] < c.n);
    }
    rp_arena_done(&a);
    return 0;
}
