// SPDX-License-Identifier: Apache-2.0
/*
 * select: the smallest set of controls, why each is in it, and its proof.
 *
 *     3 controls suffice; no set has fewer kinds (3), then fewer places (3), then less ...
 *     (certificate accepted by rempart-verify, 214 minimal paths)
 *       M3 message-authentication@state-link   without it, D1 comes back by 'replay a recorded ...'
 *     Decided but not needed here: M2 ..., M11 ...
 */
#include "cli/around.h"
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/proof.h"
#include "cli/say.h"

#include "base/json.h"

enum { MOST_ALTERNATIVES = 1000 };

struct question {
    struct rp_cli *cli;
    const struct rp_attack *attack; // NULL when the graph came from a file
    const struct rp_graph *graph;
    struct rp_select_options options;
    struct rp_selection selection;
    struct rp_selection *alternative;
    uint32_t nalternatives;
    bool *superfluous;
    enum rp_proof_answer proof;
};

static struct rp_str control_name(const struct question *q, uint32_t control)
{
    return rp_say_control(q->cli, q->attack, q->graph, control);
}

static struct rp_str reason_text(const struct question *q, uint32_t control)
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

static const char *proof_text(const struct question *q)
{
    static const enum rp_say say[] = {
        [RP_PROOF_UNCHECKED] = RP_SAY_CERT_UNCHECKED,
        [RP_PROOF_ACCEPTED] = RP_SAY_CERT_ACCEPTED,
        [RP_PROOF_REFUSED] = RP_SAY_CERT_REFUSED,
    };
    return rp_say(q->cli, say[q->proof]);
}

// "no set has fewer kinds (13), then fewer places (17)": the stages in which it is the least.
static void put_stages(const struct question *q, struct rp_buf *out)
{
    static const enum rp_say say[RP_STAGES] = {
        [RP_STAGE_KINDS] = RP_SAY_FEWER_KINDS,
        [RP_STAGE_PLACES] = RP_SAY_FEWER_PLACES,
        [RP_STAGE_MALFUNCTION] = RP_SAY_LESS_MALFUNCTION,
        [RP_STAGE_EFFORT] = RP_SAY_LESS_EFFORT,
        [RP_STAGE_PLAIN] = RP_SAY_LESS_COST,
    };
    struct rp_cli *cli = q->cli;
    rp_buf_printf(out, "%s; %s ", cli->lang == RP_FR ? "\xC2\xA0" : "",
                  rp_say(cli, RP_SAY_NO_SET_HAS));
    for (uint32_t i = 0; i < q->options.nstages; i++) {
        enum rp_stage stage = q->options.stage[i];
        rp_buf_printf(out, "%s%s", i ? rp_say(cli, RP_SAY_THEN) : "", rp_say(cli, say[stage]));
        if (stage == RP_STAGE_KINDS || stage == RP_STAGE_PLACES || stage == RP_STAGE_PLAIN)
            rp_buf_printf(out, " (%llu)", (unsigned long long)q->selection.value[stage]);
    }
}

static void put_optimal(const struct question *q, struct rp_buf *out)
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
    put_stages(q, out);
}

static void put_headline(const struct question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    const struct rp_selection *s = &q->selection;
    switch (s->outcome) {
    case RP_SELECT_OPTIMAL:
        put_optimal(q, out);
        break;
    case RP_SELECT_BEST_FOUND:
        rp_buf_printf(out, "%u %s", s->nchosen, rp_say(cli, RP_SAY_BEST_FOUND));
        break;
    case RP_SELECT_IMPOSSIBLE:
        rp_buf_puts(out, rp_say(cli, RP_SAY_IMPOSSIBLE));
        break;
    case RP_SELECT_CONFLICT:
        rp_buf_puts(out, rp_say(cli, RP_SAY_CONFLICT));
        break;
    }
    rp_buf_printf(out, "\n(%s, %llu %s)\n", proof_text(q), (unsigned long long)s->ncores,
                  rp_say(cli, s->ncores == 1 ? RP_SAY_PATH_USED : RP_SAY_PATHS_USED));
}

static void put_set(const struct question *q, struct rp_buf *out)
{
    struct rp_table t;
    rp_table_init(&t, q->cli->arena, 2);
    for (uint32_t i = 0; i < q->graph->ncontrols; i++) {
        if (!q->selection.chosen[i])
            continue;
        rp_table_cell(&t, control_name(q, i), NULL);
        rp_table_cell(&t, reason_text(q, i), "\033[2m");
    }
    rp_table_put(&t, "  ", q->cli->colour_out, out);
}

static void put_open(const struct question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    const struct rp_selection *s = &q->selection;
    for (uint32_t i = 0; s->given_up && i < q->graph->ngoals; i++)
        if (s->given_up[i])
            rp_buf_printf(out, "  %.*s %s\n", RP_FMT(q->graph->goal[i].name),
                          rp_say(cli, RP_SAY_STAYS_OPEN));
    if (s->open.nsteps)
        rp_say_path(cli, q->graph, &s->open, out);
    if (s->nconflict)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_RECONSIDER));
    for (uint32_t i = 0; i < s->nconflict; i++)
        rp_buf_printf(out, "  %.*s\n", RP_FMT(control_name(q, s->conflict[i])));
}

static void put_list(const struct question *q, const bool *of, struct rp_buf *out)
{
    bool some = false;
    for (uint32_t i = 0; i < q->graph->ncontrols; i++) {
        if (!of[i])
            continue;
        rp_buf_printf(out, "%s%.*s", some ? ", " : " ", RP_FMT(control_name(q, i)));
        some = true;
    }
    rp_buf_putc(out, '\n');
}

static bool any(const bool *of, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (of[i])
            return true;
    return false;
}

static void put_human(const struct question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    put_headline(q, out);
    put_set(q, out);
    put_open(q, out);
    if (any(q->superfluous, q->graph->ncontrols)) {
        rp_buf_puts(out, rp_say(cli, RP_SAY_SUPERFLUOUS));
        put_list(q, q->superfluous, out);
    }
    for (uint32_t i = 0; i < q->nalternatives; i++) {
        rp_buf_puts(out, rp_say(cli, RP_SAY_ALTERNATIVE));
        put_list(q, q->alternative[i].chosen, out);
    }
    const char *file = cli->option[RP_OPTION_CERTIFICATE];
    if (file)
        rp_buf_printf(out, "%s rempart-verify GRAPH %s\n", rp_say(cli, RP_SAY_PROOF), file);
}

static void json_set(const struct question *q, struct rp_json *j, const char *key, const bool *of)
{
    rp_json_open(j, key, '[');
    for (uint32_t i = 0; i < q->graph->ncontrols; i++)
        if (of[i])
            rp_json_str(j, NULL, q->graph->control[i].name);
    rp_json_close(j, ']');
}

static void put_json(const struct question *q, struct rp_buf *out)
{
    static const char *const outcome[] = {
        [RP_SELECT_OPTIMAL] = "optimal",
        [RP_SELECT_BEST_FOUND] = "best-found",
        [RP_SELECT_IMPOSSIBLE] = "impossible",
        [RP_SELECT_CONFLICT] = "conflict",
    };
    static const char *const proof[] = {"unchecked", "accepted", "refused"};
    static const char *const stage[RP_STAGES] = {
        [RP_STAGE_RISK] = "risk",     [RP_STAGE_KINDS] = "kinds",
        [RP_STAGE_PLACES] = "places", [RP_STAGE_MALFUNCTION] = "malfunction",
        [RP_STAGE_EFFORT] = "effort", [RP_STAGE_PLAIN] = "plain",
        [RP_STAGE_TIE] = "tie",
    };
    const struct rp_selection *s = &q->selection;
    struct rp_json j;
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '{');
    rp_json_int(&j, "schemaVersion", 1);
    rp_json_str(&j, "outcome", rp_str_of(outcome[s->outcome]));
    rp_json_str(&j, "certificate", rp_str_of(proof[q->proof]));
    json_set(q, &j, "controls", s->chosen);
    rp_json_open(&j, "stages", '[');
    for (uint32_t i = 0; i <= q->options.nstages; i++) {
        enum rp_stage which = i ? q->options.stage[i - 1] : RP_STAGE_RISK;
        rp_json_open_flat(&j, NULL, '{');
        rp_json_str(&j, "stage", rp_str_of(stage[which]));
        rp_json_int(&j, "value", (int64_t)s->value[which]);
        rp_json_int(&j, "bound", (int64_t)s->bound[which]);
        rp_json_close(&j, '}');
    }
    rp_json_close(&j, ']');
    json_set(q, &j, "superfluous", q->superfluous);
    rp_json_open(&j, "alternatives", '[');
    for (uint32_t i = 0; i < q->nalternatives; i++)
        json_set(q, &j, NULL, q->alternative[i].chosen);
    rp_json_close(&j, ']');
    rp_json_int(&j, "minimalPaths", (int64_t)s->ncores);
    rp_json_int(&j, "nodes", (int64_t)s->nnodes);
    rp_json_close(&j, '}');
}

// The graph of --graph, or of the model.
static bool load(struct question *q)
{
    struct rp_cli *cli = q->cli;
    const char *file = cli->option[RP_OPTION_GRAPH];
    // A mistake of the command line is told before anything is read.
    if (!rp_pipeline_select_options(cli, NULL, &q->options))
        return false;
    if (!file) {
        struct rp_pipeline p;
        if (!rp_pipeline_attack(cli, &p))
            return false;
        q->attack = p.attack;
        q->graph = p.attack->graph;
        return rp_pipeline_select_options(cli, &p.model->policy, &q->options);
    }
    const struct rp_source *src = rp_read_source(cli->arena, rp_str_of(file), RP_GRAPH_MAX_BYTES,
                                                 (struct rp_loc){0}, &cli->diags);
    q->graph = src ? rp_graph_read(cli->arena, src, &cli->diags) : NULL;
    return q->graph != NULL;
}

static enum rp_status solve(struct question *q)
{
    struct rp_cli *cli = q->cli;
    q->options.certificate = true;
    enum rp_status status = rp_select(cli->arena, q->graph, &q->options, &q->selection);
    if (status != RP_OK)
        return status;
    q->superfluous = RP_NEWN(cli->arena, bool, q->graph->ncontrols + 1);
    status = rp_select_superfluous(cli->arena, q->graph, q->superfluous);
    // Any part of what can go together can go: what the set needs is not called superfluous.
    for (uint32_t i = 0; status == RP_OK && i < q->graph->ncontrols; i++)
        q->superfluous[i] = q->superfluous[i] && !q->selection.chosen[i];
    uint32_t wanted = 0;
    if (status != RP_OK || !cli->option[RP_OPTION_ALTERNATIVES] ||
        q->selection.outcome != RP_SELECT_OPTIMAL)
        return status;
    if (!rp_cli_number(cli, RP_OPTION_ALTERNATIVES, MOST_ALTERNATIVES, &wanted))
        return RP_ERR_INPUT;
    q->alternative = RP_NEWN(cli->arena, struct rp_selection, wanted + 1);
    return rp_select_alternatives(cli->arena, q->graph, &q->options, &q->selection, wanted,
                                  q->alternative, &q->nalternatives);
}

// What --next and --front ask for, after the answer for people.
static enum rp_status put_around(const struct question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    enum rp_status status = RP_OK;
    uint32_t wanted = 0;
    if (cli->option[RP_OPTION_NEXT]) {
        if (!rp_cli_number(cli, RP_OPTION_NEXT, MOST_ALTERNATIVES, &wanted))
            return RP_ERR_INPUT;
        status = rp_around_next(cli, q->attack, q->graph, &q->options, &q->selection, wanted, out);
    }
    if (status == RP_OK && cli->option[RP_OPTION_FRONT])
        status = rp_around_front(cli, q->graph, &q->options, out);
    return status;
}

static enum rp_exit status_of(const struct question *q)
{
    if (q->proof == RP_PROOF_REFUSED)
        return RP_EXIT_BUG;
    return q->selection.outcome == RP_SELECT_OPTIMAL ? RP_EXIT_OK : RP_EXIT_FINDINGS;
}

enum rp_exit rp_cmd_select(struct rp_cli *cli)
{
    struct question q = {.cli = cli};
    if (!load(&q))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    enum rp_status failed = solve(&q);
    if (failed != RP_OK)
        return rp_cli_finish(cli, rp_cli_failed(cli, failed));
    if (q.selection.certificate.n)
        q.proof = rp_cli_check_proof(cli, q.graph, q.selection.certificate);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json"))
        put_json(&q, &out);
    else
        put_human(&q, &out);
    enum rp_exit status = status_of(&q);
    failed = rp_cli_format_is(cli, "json") ? RP_OK : put_around(&q, &out);
    if (failed != RP_OK) {
        rp_buf_done(&out);
        return rp_cli_finish(cli, rp_cli_failed(cli, failed));
    }
    const char *file = cli->option[RP_OPTION_CERTIFICATE];
    if (file)
        status = rp_cli_write_file(cli, rp_str_of(file), q.selection.certificate, status);
    if (status != RP_EXIT_TOOL)
        status = rp_cli_write(cli, rp_buf_str(&out), status);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
