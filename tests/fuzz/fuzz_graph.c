// SPDX-License-Identifier: Apache-2.0
/*
 * Attack graphs in both forms: whatever is accepted is written and read again without change, and
 * its levels can be computed.
 */
#include "attack/exposure.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void again(struct rp_arena *a, const struct rp_graph *g,
                  void (*write)(const struct rp_graph *g, struct rp_buf *out))
{
    struct rp_buf first, second;
    struct rp_diags d;
    rp_buf_init(&first, 0);
    rp_buf_init(&second, 0);
    rp_diags_init(&d, a);
    write(g, &first);
    const struct rp_graph *copy =
        rp_graph_read(a, rp_source_new(a, RP_STR("copy"), rp_buf_str(&first)), &d);
    assert(copy && copy->nsteps == g->nsteps && copy->nfacts == g->nfacts);
    write(copy, &second);
    assert(rp_str_eq(rp_buf_str(&first), rp_buf_str(&second)));
    rp_buf_done(&first);
    rp_buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rp_arena a;
    struct rp_diags d;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    struct rp_str text = {(const char *)data, size};
    const struct rp_graph *g = rp_graph_read(&a, rp_source_new(&a, RP_STR("fuzz"), text), &d);
    assert(!g == (d.errors > 0));
    if (g && g->nfacts < 100000) {
        struct rp_exposure e;
        struct rp_path path;
        rp_exposure_compute(&a, g, &(struct rp_situation){NULL, RP_GRAPH_NONE}, &e);
        for (uint32_t i = 0; i < g->ngoals; i++)
            rp_exposure_path(&a, g, &e, g->goal[i].fact, &path);
        again(&a, g, rp_graph_write_text);
        again(&a, g, rp_graph_write_json);
    }
    rp_arena_done(&a);
    return 0;
}
