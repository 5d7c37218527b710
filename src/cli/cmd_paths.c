// SPDX-License-Identifier: Apache-2.0
/*
 * paths: the easiest path to each harm from each source of risk.
 */
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/say.h"
#include "cli/states.h"

struct answer {
    struct rp_cli *cli;
    const struct rp_pipeline *p;
    const bool *wanted; // by harm
    struct rp_buf *out;
    struct rp_json *json; // NULL for people
    uint32_t shown;
};

static void json_path(struct answer *a, const struct rp_harm *harm,
                      const struct rp_source_of_risk *source, const struct rp_path *path)
{
    const struct rp_graph *g = a->p->attack->graph;
    struct rp_json *j = a->json;
    rp_json_open(j, NULL, '{');
    rp_json_str(j, "harm", harm->item.id);
    rp_json_str(j, "source", source->item.id);
    rp_cli_json_path(a->cli, g, path, j);
    rp_json_close(j, '}');
}

static void show_path(struct answer *a, uint32_t harm, uint32_t source, const struct rp_path *path)
{
    const struct rp_harm *h = &a->p->model->harm[harm];
    const struct rp_source_of_risk *s = &a->p->model->source[source];
    if (a->json) {
        json_path(a, h, s, path);
    } else {
        enum rp_lang lang = a->cli->lang;
        uint32_t steps = rp_path_shown(a->p->attack->graph, path, path->nsteps);
        rp_buf_printf(a->out,
                      lang == RP_FR ? "%s%.*s %.*s : V%u, %u %s « %.*s »\n"
                                    : "%s%.*s %.*s: V%u, %u %s '%.*s'\n",
                      a->shown ? "\n" : "", RP_FMT(h->item.id), RP_FMT(h->item.name.in[lang]),
                      path->level, steps,
                      rp_say(a->cli, steps > 1 ? RP_SAY_STEPS_FROM : RP_SAY_STEP_FROM),
                      RP_FMT(s->item.name.in[lang]));
        rp_say_path(a->cli, a->p->attack->graph, path, a->out);
    }
    a->shown++;
}

static void show_all(struct answer *a, const bool *chosen)
{
    const struct rp_graph *g = a->p->attack->graph;
    uint32_t nsources = a->p->model->nsources;
    struct rp_exposure *from = RP_NEWN(a->cli->arena, struct rp_exposure, nsources);
    for (uint32_t s = 1; s < nsources; s++) {
        struct rp_situation situation = {chosen, s};
        rp_exposure_compute(a->cli->arena, g, &situation, &from[s]);
    }
    for (uint32_t goal = 0; goal < g->ngoals; goal++) {
        uint32_t harm = a->p->attack->goal_harm[goal];
        for (uint32_t s = 1; a->wanted[harm] && s < nsources; s++) {
            struct rp_path path;
            if (rp_exposure_goal(&from[s], g, goal) == 0)
                continue;
            rp_exposure_path(a->cli->arena, g, &from[s], g->goal[goal].fact, &path);
            show_path(a, harm, s, &path);
        }
    }
}

// Harms named on the command line, all when none is.
static bool mark_wanted(struct rp_cli *cli, const struct rp_model *m, bool *wanted)
{
    for (uint32_t i = 1; i < m->nharms; i++)
        wanted[i] = cli->nargs == 0;
    bool ok = true;
    for (int i = 0; i < cli->nargs; i++) {
        uint32_t harm = 0;
        if (rp_pipeline_harm(cli, m, rp_str_of(cli->arg[i]), &harm))
            wanted[harm] = true;
        else
            ok = false;
    }
    return ok;
}

enum rp_exit rp_cmd_paths(struct rp_cli *cli)
{
    struct rp_pipeline p;
    enum rp_state state = RP_VERIFIED;
    if (!rp_cli_state(cli, &state) || !rp_pipeline_attack(cli, &p))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    bool *wanted = RP_NEWN(cli->arena, bool, p.model->nharms);
    if (!mark_wanted(cli, p.model, wanted))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    rp_pipeline_evidence(cli, &p);
    struct rp_buf out;
    struct rp_json json;
    rp_buf_init(&out, 0);
    bool programs = rp_cli_format_is(cli, "json");
    struct answer a = {cli, &p, wanted, &out, programs ? &json : NULL, 0};
    if (programs) {
        rp_cli_json_begin(&json, &out);
        rp_json_str(&json, "state", rp_str_of(rp_cli_state_word(state)));
        rp_json_open(&json, "paths", '[');
    }
    show_all(&a, rp_cli_chosen(cli, &p, state));
    if (programs) {
        rp_json_close(&json, ']');
        rp_json_close(&json, '}');
    } else if (!a.shown) {
        rp_buf_printf(&out, "%s\n", rp_say(cli, RP_SAY_NO_HARM_REACHED));
    }
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
