// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as an instance model of one language; what can be read is made a graph.
 */
#include "mal/instance.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char language[] =
    "#id: \"f\"\n#version: \"1.0.0\"\n"
    "category C {\n"
    "  abstract asset M { & stop # guarded [Bernoulli(0.5)] -> stop let all = next* }\n"
    "  asset P extends M { | touch -> stop, d.show, all().stop\n"
    "    !E alone <- next -> stop }\n"
    "  asset D { | show @goal & fade E driven <- p -> fade }\n"
    "}\n"
    "associations {\n"
    "  P [p] 0..1 <-- S_d --> 1 [d] D\n"
    "  M [next] * <-- L --> * [before] M\n"
    "}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rp_arena arena;
    struct rp_diags d;
    rp_arena_init(&arena);
    rp_diags_init(&d, &arena);
    const struct rp_source *src =
        rp_source_new(&arena, RP_STR("f.mal"), (struct rp_str){language, sizeof(language) - 1});
    const struct rp_mal *m = rp_mal_compile(&arena, &src, 1, NULL, &d);
    if (!m)
        abort();
    // The name has no ending, so the first byte tells JSON from YAML; a scenario's model file is
    // looked for in a folder that is not there.
    const struct rp_source *model =
        rp_source_new(&arena, RP_STR("nowhere/model"), (struct rp_str){(const char *)data, size});
    struct rp_mal_instance in;
    rp_mal_instance_init(&in, &arena, m);
    bool ok = rp_mal_instance_read(&in, model, &d);
    if (ok != (d.errors == 0))
        abort();
    const struct rp_mal_graph *g = rp_mal_graph_new(&arena, &in, &d);
    if (g) {
        bool *reached = RP_NEWN(&arena, bool, g->nnodes);
        uint32_t *entry = RP_NEWN(&arena, uint32_t, in.nentries);
        for (uint32_t i = 0; i < in.nentries; i++)
            entry[i] = rp_mal_graph_node(g, in.entry[i].thing, in.entry[i].step);
        rp_mal_graph_reach(g, entry, in.nentries, reached);
        struct rp_buf out;
        rp_buf_init(&out, 1 << 20);
        rp_mal_graph_write_json(g, reached, &out);
        rp_buf_done(&out);
    }
    rp_arena_done(&arena);
    return 0;
}
