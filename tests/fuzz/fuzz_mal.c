// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a MAL language; one that compiles is run on a small model made from it.
 */
#include "mal/instance.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Every include is an empty file, or the first one again.
static const struct rp_source *load(void *context, struct rp_str from, struct rp_str path,
                                    struct rp_loc asked_at, struct rp_diags *d)
{
    (void)from, (void)asked_at;
    const struct rp_source *first = context;
    if (path.n == 0 || path.n > 3)
        return first;
    return rp_source_new(d->arena, path, RP_STR(""));
}

// Two things of each asset, linked over each field.
static void run(struct rp_arena *a, const struct rp_mal *m, struct rp_diags *d)
{
    struct rp_mal_instance in;
    rp_mal_instance_init(&in, a, m);
    uint32_t *thing = RP_NEWN(a, uint32_t, m->nassets);
    for (uint32_t i = 1; i < m->nassets && i < 40; i++) {
        if (m->asset[i].abstract)
            continue;
        thing[i] = rp_mal_instance_add(&in, m->asset[i].name, i, m->asset[i].at);
        rp_mal_instance_add(&in, RP_STR("second"), i, m->asset[i].at);
    }
    for (uint32_t f = 1; f < m->nfields && f < 80; f++) {
        uint32_t from = m->field[f].from ? thing[m->field[f].from] : 0;
        uint32_t to = m->field[f].to ? thing[m->field[f].to] : 0;
        if (!from || !to)
            continue;
        rp_mal_instance_link(&in, from, f, to + 1);
        rp_mal_instance_link(&in, from + 1, f, to);
    }
    const struct rp_mal_graph *g = rp_mal_graph_new(a, &in, d);
    if (!g)
        return;
    bool *reached = RP_NEWN(a, bool, g->nnodes);
    uint32_t entry = 1;
    rp_mal_graph_reach(g, &entry, g->nnodes > 1, reached);
    struct rp_buf out;
    rp_buf_init(&out, 1 << 20);
    rp_mal_graph_write_json(g, reached, &out);
    rp_mal_graph_write_dot(g, reached, &out);
    rp_buf_done(&out);
    for (uint32_t i = 1; i < m->nsteps; i++)
        if (rp_mal_step_level(&m->step[i]) > 4)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rp_arena arena;
    struct rp_diags d;
    rp_arena_init(&arena);
    rp_diags_init(&d, &arena);
    const struct rp_source *src =
        rp_source_new(&arena, RP_STR("fuzz.mal"), (struct rp_str){(const char *)data, size});
    // The context of a loader is not constant; this one only gives the source back.
    struct rp_source first = *src;
    struct rp_mal_loader loader = {&first, load};
    const struct rp_mal *m = rp_mal_compile(&arena, &src, 1, &loader, &d);
    if ((m == NULL) != (d.errors > 0))
        abort();
    if (m)
        run(&arena, m, &d);
    rp_arena_done(&arena);
    return 0;
}
