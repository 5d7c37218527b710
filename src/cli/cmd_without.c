// SPDX-License-Identifier: Apache-2.0
/*
 * without: what becomes easier when controls are taken away from the design.
 */
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/say.h"
#include "cli/states.h"

static void put_harm(struct rp_cli *cli, const struct rp_pipeline *p, uint32_t goal,
                     const struct rp_exposure *before, const struct rp_exposure *after,
                     struct rp_buf *out)
{
    const struct rp_graph *g = p->attack->graph;
    const struct rp_harm *harm = &p->model->harm[p->attack->goal_harm[goal]];
    unsigned from = rp_exposure_goal(before, g, goal), to = rp_exposure_goal(after, g, goal);
    struct rp_str was = rp_say_level(cli, &p->model->policy, from);
    struct rp_str is = rp_say_level(cli, &p->model->policy, to);
    rp_buf_printf(out, "%.*s %.*s%s %.*s -> %.*s", RP_FMT(harm->item.id),
                  RP_FMT(harm->item.name.in[cli->lang]), cli->lang == RP_FR ? " :" : ":",
                  RP_FMT(was), RP_FMT(is));
    if (from <= g->goal[goal].acceptable && to > g->goal[goal].acceptable)
        rp_buf_printf(out, ", %s", rp_say(cli, RP_SAY_NOW_UNACCEPTABLE));
    rp_buf_putc(out, '\n');
    struct rp_path path;
    rp_exposure_path(cli->arena, g, after, g->goal[goal].fact, &path);
    rp_say_path(cli, g, &path, out);
}

// What one answer is about: the design and the same without the named controls.
struct question {
    struct rp_cli *cli;
    const struct rp_pipeline *p;
    struct rp_exposure before, after;
    uint32_t worse;
    enum rp_exit status;
};

static void json_harm(struct question *q, uint32_t goal, struct rp_json *j)
{
    const struct rp_graph *g = q->p->attack->graph;
    struct rp_path path;
    unsigned from = rp_exposure_goal(&q->before, g, goal),
             to = rp_exposure_goal(&q->after, g, goal);
    rp_json_open(j, NULL, '{');
    rp_json_str(j, "harm", g->goal[goal].name);
    rp_json_int(j, "designed", from);
    rp_json_int(j, "without", to);
    rp_json_bool(j, "acceptableDesigned", from <= g->goal[goal].acceptable);
    rp_json_bool(j, "acceptableWithout", to <= g->goal[goal].acceptable);
    rp_exposure_path(q->cli->arena, g, &q->after, g->goal[goal].fact, &path);
    rp_json_open(j, "path", '{');
    rp_json_str(j, "source", rp_say_source_id(q->p->attack, &path));
    rp_cli_json_path(q->cli, g, &path, j);
    rp_json_close(j, '}');
    rp_json_close(j, '}');
}

// Every harm that becomes easier, for people (j NULL) or for programs.
static void put_worse(struct question *q, struct rp_json *j, struct rp_buf *out)
{
    const struct rp_graph *g = q->p->attack->graph;
    for (uint32_t goal = 0; goal < g->ngoals; goal++) {
        unsigned to = rp_exposure_goal(&q->after, g, goal);
        if (to <= rp_exposure_goal(&q->before, g, goal))
            continue;
        if (j)
            json_harm(q, goal, j);
        else
            put_harm(q->cli, q->p, goal, &q->before, &q->after, out);
        q->worse++;
        if (to > g->goal[goal].acceptable)
            q->status = RP_EXIT_FINDINGS;
    }
}

static void put_text(struct question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    rp_buf_puts(out, rp_say(cli, RP_SAY_RETURN_WITHOUT));
    for (int i = 0; i < cli->nargs; i++)
        rp_buf_printf(out, "%s %s", i ? "," : "", cli->arg[i]);
    rp_buf_printf(out, "%s\n", rp_say_colon(cli));
    put_worse(q, NULL, out);
    if (!q->worse)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_NOTHING_RETURNS));
}

static void put_json(struct question *q, const bool *taken, struct rp_buf *out)
{
    struct rp_json j;
    rp_cli_json_begin(&j, out);
    rp_cli_json_controls(q->p->attack->graph, taken, "taken", &j);
    rp_json_open(&j, "harms", '[');
    put_worse(q, &j, out);
    rp_json_close(&j, ']');
    rp_json_close(&j, '}');
}

enum rp_exit rp_cmd_without(struct rp_cli *cli)
{
    struct rp_pipeline p;
    if (!rp_pipeline_attack(cli, &p))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    rp_pipeline_evidence(cli, &p);
    const struct rp_graph *g = p.attack->graph;
    const bool *designed = rp_cli_chosen(cli, &p, RP_DESIGNED);
    bool *rest = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    bool *taken = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    memcpy(rest, designed, g->ncontrols * sizeof(*rest));
    bool ok = true;
    for (int i = 0; i < cli->nargs; i++)
        ok = rp_cli_mark_controls(cli, p.attack, rp_str_of(cli->arg[i]), false, rest) && ok;
    if (!ok)
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        taken[i] = designed[i] && !rest[i];

    struct question q = {.cli = cli, .p = &p, .status = RP_EXIT_OK};
    struct rp_situation before = {designed, RP_GRAPH_NONE}, after = {rest, RP_GRAPH_NONE};
    rp_exposure_compute(cli->arena, g, &before, &q.before);
    rp_exposure_compute(cli->arena, g, &after, &q.after);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json"))
        put_json(&q, taken, &out);
    else
        put_text(&q, &out);
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), q.status);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
