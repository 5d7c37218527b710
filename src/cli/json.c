// SPDX-License-Identifier: Apache-2.0
/*
 * Pieces of the answers for programs that several commands share.
 */
#include "cli/json.h"

void rp_cli_json_begin(struct rp_json *j, struct rp_buf *out)
{
    rp_json_init(j, out, false);
    rp_json_open(j, NULL, '{');
    rp_json_int(j, "schemaVersion", 1);
}

static void put_step(struct rp_cli *cli, const struct rp_graph *g, uint32_t step, struct rp_json *j)
{
    const struct rp_graph_origin *o = &g->origin;
    uint32_t fact = g->head[step];
    rp_json_open_flat(j, NULL, '{');
    if (o->step_text)
        rp_json_str(j, "text", o->step_text[step].in[cli->lang]);
    else
        rp_json_str(j, "text", g->fact ? g->fact[fact] : rp_str_printf(cli->arena, "%u", fact));
    if (o->fact_thing)
        rp_json_str(j, "thing", o->fact_thing[fact]);
    if (o->step_id)
        rp_json_str(j, "technique", o->step_id[step]);
    if (o->fact_model)
        rp_json_str(j, "model", rp_loc_name(cli->arena, o->fact_model[fact]));
    if (o->step_rule)
        rp_json_str(j, "rule", rp_loc_name(cli->arena, o->step_rule[step]));
    rp_json_int(j, "level", g->level[step]);
    rp_json_close(j, '}');
}

void rp_cli_json_path(struct rp_cli *cli, const struct rp_graph *g, const struct rp_path *path,
                      struct rp_json *j)
{
    rp_json_int(j, "level", path->level);
    rp_json_int(j, "hardest", path->nsteps ? path->hardest + 1 : 0);
    rp_json_open(j, "steps", '[');
    for (uint32_t i = 0; i < path->nsteps; i++)
        put_step(cli, g, path->step[i], j);
    rp_json_close(j, ']');
}

void rp_cli_json_controls(const struct rp_graph *g, const bool *of, const char *key,
                          struct rp_json *j)
{
    rp_json_open(j, key, '[');
    for (uint32_t i = 0; i < g->ncontrols; i++)
        if (of[i])
            rp_json_str(j, NULL, g->control[i].name);
    rp_json_close(j, ']');
}

void rp_cli_json_goals(const struct rp_graph *g, const bool *of, const char *key, struct rp_json *j)
{
    rp_json_open(j, key, '[');
    for (uint32_t i = 0; of && i < g->ngoals; i++)
        if (of[i])
            rp_json_str(j, NULL, g->goal[i].name);
    rp_json_close(j, ']');
}

const char *rp_cli_stage_word(enum rp_stage stage)
{
    static const char *const word[RP_STAGES] = {
        [RP_STAGE_RISK] = "risk",     [RP_STAGE_KINDS] = "kinds",
        [RP_STAGE_PLACES] = "places", [RP_STAGE_MALFUNCTION] = "malfunction",
        [RP_STAGE_EFFORT] = "effort", [RP_STAGE_PLAIN] = "plain",
        [RP_STAGE_TIE] = "tie",
    };
    return word[stage];
}
