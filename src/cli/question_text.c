// SPDX-License-Identifier: Apache-2.0
/*
 * The answer of select for people: the smallest set, why each control is in it, what is in its way.
 *
 *     3 controls suffice; no set has fewer kinds (3), then fewer places (3), then less ...
 *     (certificate accepted by rempart-verify, 214 minimal paths)
 *       M3 message-authentication@state-link   without it, D1 comes back by 'replay a recorded ...'
 *     Decided but not needed here: M2 ..., M11 ...
 */
#include "cli/question.h"
#include "cli/say.h"

#include <inttypes.h>

static struct rp_str control_name(const struct rp_question *q, uint32_t control)
{
    return rp_say_control(q->cli, q->attack, q->graph, control);
}

static struct rp_str reason_text(const struct rp_question *q, uint32_t control)
{
    const struct rp_reason *r = &q->selection.reason[control];
    struct rp_cli *cli = q->cli;
    if (r->by_constraint && r->constraint == RP_GRAPH_NONE)
        return rp_str_of(rp_say(cli, RP_SAY_KEPT));
    if (r->by_constraint)
        return rp_str_printf(cli->arena, "%s %.*s", rp_say(cli, RP_SAY_DEMANDED),
                             RP_FMT(control_name(q, q->graph->constraint[r->constraint].control)));
    if (r->path.nsteps == 0)
        return RP_STR("");
    // The step that this control stops is what comes back.
    uint32_t step = r->path.step[r->path.nsteps - 1];
    for (uint32_t i = 0; i < r->path.nsteps; i++) {
        uint32_t s = r->path.step[i];
        for (uint32_t k = q->graph->blockers.first[s]; k < q->graph->blockers.first[s + 1]; k++)
            if (q->graph->blockers.item[k] == control)
                step = s;
    }
    struct rp_str text = q->graph->origin.step_text ? q->graph->origin.step_text[step].in[cli->lang]
                         : q->graph->fact           ? q->graph->fact[q->graph->head[step]]
                                                    : rp_str_printf(cli->arena, "%u", step);
    return rp_str_printf(cli->arena,
                         cli->lang == RP_FR ? "%s %.*s %s « %.*s »" : "%s %.*s %s '%.*s'",
                         rp_say(cli, RP_SAY_COMES_BACK), RP_FMT(q->graph->goal[r->goal].name),
                         rp_say(cli, RP_SAY_RETURNS), RP_FMT(text));
}

// "no set has fewer kinds (13), then fewer places (17)": the stages in which it is the least.
static void put_stages(const struct rp_question *q, struct rp_buf *out)
{
    static const enum rp_say say[RP_STAGES] = {
        [RP_STAGE_KINDS] = RP_SAY_FEWER_KINDS,
        [RP_STAGE_PLACES] = RP_SAY_FEWER_PLACES,
        [RP_STAGE_MALFUNCTION] = RP_SAY_LESS_MALFUNCTION,
        [RP_STAGE_EFFORT] = RP_SAY_LESS_EFFORT,
        [RP_STAGE_PLAIN] = RP_SAY_LESS_COST,
    };
    struct rp_cli *cli = q->cli;
    if (!q->options.nstages)
        return; // nothing was to be made least
    rp_buf_printf(out, "%s; %s ", cli->lang == RP_FR ? "\xC2\xA0" : "",
                  rp_say(cli, RP_SAY_NO_SET_HAS));
    for (uint32_t i = 0; i < q->options.nstages; i++) {
        enum rp_stage stage = q->options.stage[i];
        rp_buf_printf(out, "%s%s", i ? rp_say(cli, RP_SAY_THEN) : "", rp_say(cli, say[stage]));
        if (stage == RP_STAGE_KINDS || stage == RP_STAGE_PLACES || stage == RP_STAGE_PLAIN)
            rp_buf_printf(out, " (%llu)", (unsigned long long)q->selection.value[stage]);
    }
}

static void put_optimal(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    uint32_t n = q->selection.nchosen;
    if (n == 0) {
        rp_buf_puts(out, rp_say(cli, RP_SAY_NONE_NEEDED));
        return;
    }
    rp_buf_printf(out, "%u %s", n, rp_say(cli, n == 1 ? RP_SAY_SUFFICES : RP_SAY_SUFFICE));
    if (q->options.keep != RP_KEEP_NONE)
        rp_buf_printf(out, " %s",
                      rp_say(cli, q->options.keep == RP_KEEP_EXISTING ? RP_SAY_KEPT_EXISTING
                                                                      : RP_SAY_KEPT_DECIDED));
    if (rp_question_is_limited(q))
        rp_buf_printf(out, " %s %u", rp_say(cli, RP_SAY_IN_LIMIT), rp_question_limit(q));
    put_stages(q, out);
}

// "; cost 316, proven lower bound 236": the first stage that was stopped.
static void put_bound(const struct rp_question *q, struct rp_buf *out)
{
    static const enum rp_say say[RP_STAGES] = {
        [RP_STAGE_RISK] = RP_SAY_LEFT_OPEN, [RP_STAGE_KINDS] = RP_SAY_KINDS,
        [RP_STAGE_PLACES] = RP_SAY_PLACES,  [RP_STAGE_MALFUNCTION] = RP_SAY_MALFUNCTION,
        [RP_STAGE_EFFORT] = RP_SAY_EFFORT,  [RP_STAGE_PLAIN] = RP_SAY_COST,
    };
    const struct rp_selection *s = &q->selection;
    for (uint32_t i = 0; i <= q->options.nstages; i++) {
        enum rp_stage stage = i == 0 ? RP_STAGE_RISK : q->options.stage[i - 1];
        if (s->bound[stage] >= s->value[stage])
            continue;
        rp_buf_printf(out, "%s; %s %" PRIu64 ", %s %" PRIu64,
                      q->cli->lang == RP_FR ? "\xC2\xA0" : "", rp_say(q->cli, say[stage]),
                      s->value[stage], rp_say(q->cli, RP_SAY_PROVEN_BOUND), s->bound[stage]);
        return;
    }
}

static void put_headline(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    const struct rp_selection *s = &q->selection;
    switch (s->outcome) {
    case RP_SELECT_OPTIMAL:
        put_optimal(q, out);
        break;
    case RP_SELECT_BEST_FOUND:
        if (!s->holds) {
            // Nor is there a certificate that could be checked.
            rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_NOTHING_FOUND));
            if (cli->option[RP_OPTION_CERTIFICATE])
                rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_NO_PROOF));
            return;
        }
        rp_buf_printf(out, "%u %s", s->nchosen, rp_say(cli, RP_SAY_BEST_FOUND));
        put_bound(q, out);
        break;
    case RP_SELECT_IMPOSSIBLE:
        if (rp_question_is_limited(q))
            rp_buf_printf(out, "%s %u%s", rp_say(cli, RP_SAY_IMPOSSIBLE_LIMIT),
                          rp_question_limit(q), rp_say(cli, RP_SAY_LEAST_RISK));
        else
            rp_buf_puts(out, rp_say(cli, RP_SAY_IMPOSSIBLE));
        break;
    case RP_SELECT_CONFLICT:
        rp_buf_puts(out, rp_say(cli, RP_SAY_CONFLICT));
        break;
    }
    rp_buf_printf(out, "\n(%s, %llu %s)\n", rp_cli_proof_text(cli, q->proof),
                  (unsigned long long)s->ncores,
                  rp_say(cli, s->ncores == 1 ? RP_SAY_PATH_USED : RP_SAY_PATHS_USED));
}

static void put_set(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_table t;
    // Where no set is allowed, what is chosen is only what the question demands.
    if (q->selection.outcome == RP_SELECT_CONFLICT)
        return;
    rp_table_init(&t, q->cli->arena, 2);
    for (uint32_t i = 0; i < q->graph->ncontrols; i++) {
        if (!q->selection.chosen[i])
            continue;
        rp_table_cell(&t, control_name(q, i), NULL);
        rp_table_cell(&t, q->selection.reason ? reason_text(q, i) : RP_STR(""), "\033[2m");
    }
    rp_table_put(&t, "  ", q->cli->colour_out, out);
}

// The goals that stay open, and how the worst of them is reached.
static void put_open(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    const struct rp_selection *s = &q->selection;
    for (uint32_t i = 0; s->given_up && i < q->graph->ngoals; i++)
        if (s->given_up[i])
            rp_buf_printf(out, "  %.*s %s\n", RP_FMT(q->graph->goal[i].name),
                          rp_say(cli, RP_SAY_STAYS_OPEN));
    if (!s->open.nsteps)
        return;
    rp_buf_printf(out, "%.*s%s %s\n", RP_FMT(q->graph->goal[s->open_goal].name), rp_say_colon(cli),
                  rp_say(cli, rp_question_path_is_final(q) ? RP_SAY_OPEN_FINAL : RP_SAY_OPEN_LEFT));
    rp_say_path(cli, q->graph, &s->open, out);
}

// What the model says of a control: its state and where.
static struct rp_str decision(const struct rp_question *q, uint32_t control)
{
    static const enum rp_say say[] = {
        [RP_GRAPH_FREE] = RP_SAY_STATE_FREE,
        [RP_GRAPH_EXISTING] = RP_SAY_STATE_EXISTING,
        [RP_GRAPH_PLANNED] = RP_SAY_STATE_PLANNED,
        [RP_GRAPH_REFUSED] = RP_SAY_STATE_REFUSED,
    };
    const struct rp_loc *at = q->graph->origin.control_at;
    const char *state = rp_say(q->cli, say[q->graph->control[control].state]);
    if (!at || !at[control].src)
        return rp_str_of(state);
    return rp_str_printf(q->cli->arena, "%s, %.*s", state,
                         RP_FMT(rp_loc_name(q->cli->arena, at[control])));
}

static bool any_refused(const struct rp_graph *g)
{
    for (uint32_t i = 0; i < g->ncontrols; i++)
        if (g->control[i].state == RP_GRAPH_REFUSED)
            return true;
    return false;
}

// The decisions that stand in the way.
static void put_reconsider(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    const struct rp_selection *s = &q->selection;
    bool conflict = s->outcome == RP_SELECT_CONFLICT;
    if (!conflict && s->outcome != RP_SELECT_IMPOSSIBLE)
        return;
    if (!s->nconflict) {
        rp_buf_printf(out, "%s\n",
                      rp_say(cli, rp_question_is_limited(q) ? RP_SAY_RECONSIDER_LIMIT
                                  : any_refused(q->graph)   ? RP_SAY_RECONSIDER_NONE
                                                            : RP_SAY_RECONSIDER_NO_REFUSAL));
        return;
    }
    rp_buf_printf(out, "%s\n",
                  rp_say(cli, conflict            ? RP_SAY_RECONSIDER_CONFLICT
                              : s->nconflict == 1 ? RP_SAY_RECONSIDER_ONE
                                                  : RP_SAY_RECONSIDER));
    struct rp_table t;
    rp_table_init(&t, cli->arena, 2);
    for (uint32_t i = 0; i < s->nconflict; i++) {
        rp_table_cell(&t, control_name(q, s->conflict[i]), NULL);
        rp_table_cell(&t, decision(q, s->conflict[i]), "\033[2m");
    }
    rp_table_put(&t, "  ", cli->colour_out, out);
}

static void put_named(const struct rp_question *q, const bool *of, enum rp_say one,
                      enum rp_say many, struct rp_buf *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->graph->ncontrols; i++)
        n += of[i];
    if (!n)
        return;
    rp_buf_puts(out, rp_say(q->cli, n == 1 ? one : many));
    rp_question_put_list(q, of, " ", out);
}

// What is decided and not in the set: needed by nothing, or replaced.
static void put_left_out(const struct rp_question *q, struct rp_buf *out)
{
    const struct rp_selection *s = &q->selection;
    bool *replaced = RP_NEWN(q->cli->arena, bool, q->graph->ncontrols + 1);
    for (uint32_t i = 0; i < q->graph->ncontrols; i++) {
        enum rp_graph_state state = q->graph->control[i].state;
        replaced[i] = rp_graph_is_decided(state) && !s->chosen[i] && !q->superfluous[i];
    }
    put_named(q, q->superfluous, RP_SAY_SUPERFLUOUS_ONE, RP_SAY_SUPERFLUOUS, out);
    if (s->outcome == RP_SELECT_OPTIMAL)
        put_named(q, replaced, RP_SAY_REPLACED_ONE, RP_SAY_REPLACED, out);
}

// How anybody checks the certificate that was written: a command line.
static void put_proof(const struct rp_question *q, struct rp_buf *out)
{
    const char *const *option = q->cli->option;
    const char *file = option[RP_OPTION_CERTIFICATE], *model = option[RP_OPTION_MODEL];
    if (!file || !q->selection.certificate.n)
        return;
    rp_buf_printf(out, "%s ", rp_say(q->cli, RP_SAY_PROOF));
    if (q->attack)
        rp_buf_printf(out, "rempart graph%s%s | rempart-verify - %s\n", model ? " --model " : "",
                      model ? model : "", file);
    else if (q->graph_is_json) // rempart-verify reads the text form
        rp_buf_printf(out, "rempart graph --graph %s | rempart-verify - %s\n",
                      option[RP_OPTION_GRAPH], file);
    else
        rp_buf_printf(out, "rempart-verify %s %s\n", option[RP_OPTION_GRAPH], file);
}

void rp_question_put_text(const struct rp_question *q, struct rp_buf *out)
{
    put_headline(q, out);
    if (q->selection.outcome == RP_SELECT_BEST_FOUND && !q->selection.holds)
        return; // nothing to show, nothing proven
    put_set(q, out);
    put_open(q, out);
    put_reconsider(q, out);
    if (q->superfluous_known)
        put_left_out(q, out);
    rp_question_put_around(q, out);
    put_proof(q, out);
}
