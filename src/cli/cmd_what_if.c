// SPDX-License-Identifier: Apache-2.0
/*
 * what-if: what changes when controls, levels or assumptions do, without touching the model.
 *
 *     D3 Access to the hospital's records: as designed V1 unlikely -> V4 nearly certain, no longer acceptable
 *       1. plug in a device that types like a keyboard   usb-port   rempart.yaml:31   T-USB-01  V4
 *     5 of 8 harms acceptable -> 4 of 8
 */
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/say.h"
#include "cli/states.h"

struct side { // one of the two situations that are compared
    const struct rp_attack *attack;
    const struct rp_graph *graph; // its own, or one with other levels
    const bool *chosen;
    struct rp_exposure exposure;
};

struct change {
    uint32_t harm, goal; // goal: of the second side
    unsigned from, to;
    bool was_acceptable, is_acceptable;
};

static unsigned level_of(const struct side *s, uint32_t harm)
{
    uint32_t goal = rp_cli_goal_of(s->attack, harm);
    return goal == RP_GRAPH_NONE ? 0 : rp_exposure_goal(&s->exposure, s->graph, goal);
}

// The assumptions of --break hold no longer: a model in which the sources that they keep out are in.
// NULL (reported) when one is unknown.
static const struct rp_model *break_assumptions(struct rp_cli *cli, const struct rp_model *m,
                                                bool *ret_changed)
{
    struct rp_model *copy = RP_NEW(cli->arena, struct rp_model);
    *copy = *m;
    copy->source = RP_NEWN(cli->arena, struct rp_source_of_risk, m->nsources);
    memcpy(copy->source, m->source, m->nsources * sizeof(*m->source));
    bool ok = true;
    for (uint32_t i = 0; i < cli->ngiven; i++) {
        if (cli->given[i].option != RP_OPTION_BREAK)
            continue;
        struct rp_ref ref = rp_model_find(m, rp_str_of(cli->given[i].value));
        *ret_changed = true;
        if (ref.class != RP_CLASS_ASSUMPTION) {
            rp_cli_usage(cli, RP_MSG_ASSUMPTION_UNKNOWN, rp_str_of(cli->given[i].value));
            ok = false;
            continue;
        }
        for (uint32_t s = 1; s < m->nsources; s++)
            if (m->source[s].excluded_by.class == ref.class && m->source[s].excluded_by.i == ref.i)
                copy->source[s].excluded_by = (struct rp_ref){0};
    }
    return ok ? copy : NULL;
}

static bool parse_level(struct rp_str word, uint8_t *ret_level)
{
    if (rp_str_eq(word, RP_STR("none"))) {
        *ret_level = 0;
        return true;
    }
    if (word.n != 2 || word.p[0] != 'V' || word.p[1] < '1' || word.p[1] > '4')
        return false;
    *ret_level = (uint8_t)(word.p[1] - '0');
    return true;
}

// Gives the steps of a technique, or of one fact, another level.
static bool set_level(struct rp_cli *cli, const struct rp_graph *g, const char *given,
                      uint8_t *level)
{
    struct rp_str text = rp_str_of(given);
    const char *sign = strrchr(given, '=');
    uint8_t value;
    if (!sign || sign == given || !parse_level(rp_str_of(sign + 1), &value)) {
        rp_cli_usage(cli, RP_MSG_OPTION_VALUE, rp_str_printf(cli->arena, "--level %s", given));
        return false;
    }
    text.n = (size_t)(sign - given);
    bool found = false;
    for (uint32_t i = 0; i < g->nsteps; i++) {
        bool named = rp_cli_step_is(g, i, text);
        if (named)
            level[i] = value;
        found = found || named;
    }
    if (!found)
        rp_cli_usage(cli, RP_MSG_STEP_UNKNOWN, text);
    return found;
}

// A graph with the levels of --level; NULL (reported) when one is wrong.
static const struct rp_graph *change_levels(struct rp_cli *cli, const struct rp_graph *g)
{
    struct rp_graph *copy = RP_NEW(cli->arena, struct rp_graph);
    *copy = *g;
    copy->level = RP_NEWN(cli->arena, uint8_t, g->nsteps + 1);
    memcpy(copy->level, g->level, g->nsteps);
    bool ok = true;
    for (uint32_t i = 0; i < cli->ngiven; i++)
        if (cli->given[i].option == RP_OPTION_LEVEL)
            ok = set_level(cli, g, cli->given[i].value, copy->level) && ok;
    return ok ? copy : NULL;
}

static bool change_controls(struct rp_cli *cli, const struct rp_attack *attack, bool *chosen)
{
    bool ok = true;
    for (uint32_t i = 0; i < cli->ngiven; i++) {
        enum rp_option option = cli->given[i].option;
        if (option != RP_OPTION_ADD && option != RP_OPTION_DROP)
            continue;
        ok = rp_cli_mark_controls(cli, attack, rp_str_of(cli->given[i].value),
                                  option == RP_OPTION_ADD, chosen) &&
             ok;
    }
    return ok;
}

// The second situation; false (reported) when the command line names something unknown.
static bool make_side(struct rp_cli *cli, const struct rp_pipeline *p, struct side *ret_side)
{
    struct side s = {.attack = p->attack};
    bool rebuilt = false;
    const struct rp_model *m = break_assumptions(cli, p->model, &rebuilt);
    if (m && rebuilt) {
        // What the model's own check has told already is not told again.
        struct rp_diags quiet;
        rp_diags_init_beside(&quiet, &cli->diags);
        s.attack = rp_attack_new(cli->arena, m, p->catalogue, &quiet);
    }
    if (!s.attack)
        return false;
    s.graph = change_levels(cli, s.attack->graph);
    bool *chosen = RP_NEWN(cli->arena, bool, s.attack->graph->ncontrols + 1);
    rp_assess_chosen(s.attack, p->evidence, RP_DESIGNED, chosen);
    s.chosen = chosen;
    if (!change_controls(cli, s.attack, chosen) || !s.graph || !m)
        return false;
    rp_exposure_compute(cli->arena, s.graph, &(struct rp_situation){chosen, RP_GRAPH_NONE},
                        &s.exposure);
    *ret_side = s;
    return true;
}

static void put_change(struct rp_cli *cli, const struct side *after, const struct change *c,
                       struct rp_buf *out)
{
    const struct rp_model *m = after->attack->model;
    const struct rp_harm *harm = &m->harm[c->harm];
    rp_buf_printf(out, "%.*s %.*s%s %s %.*s -> %.*s", RP_FMT(harm->item.id),
                  RP_FMT(harm->item.name.in[cli->lang]), cli->lang == RP_FR ? " :" : ":",
                  rp_say(cli, RP_SAY_WHAT_IF_BEFORE),
                  RP_FMT(rp_say_level(cli, &m->policy, c->from)),
                  RP_FMT(rp_say_level(cli, &m->policy, c->to)));
    if (c->was_acceptable != c->is_acceptable)
        rp_buf_printf(out, ", %s",
                      rp_say(cli, c->is_acceptable ? RP_SAY_WHAT_IF_NOW_ACCEPTABLE
                                                   : RP_SAY_NOW_UNACCEPTABLE));
    rp_buf_putc(out, '\n');
    if (c->to == 0)
        return;
    struct rp_path path;
    rp_exposure_path(cli->arena, after->graph, &after->exposure, after->graph->goal[c->goal].fact,
                     &path);
    rp_say_path(cli, after->graph, &path, out);
}

static void json_change(struct rp_cli *cli, const struct side *after, const struct change *c,
                        struct rp_json *j)
{
    const struct rp_model *m = after->attack->model;
    struct rp_path path;
    bool changed = c->from != c->to && c->to;
    if (changed)
        rp_json_open(j, NULL, '{');
    else
        rp_json_open_flat(j, NULL, '{');
    rp_json_str(j, "harm", m->harm[c->harm].item.id);
    rp_json_int(j, "designed", c->from);
    rp_json_int(j, "whatIf", c->to);
    rp_json_bool(j, "acceptableDesigned", c->was_acceptable);
    rp_json_bool(j, "acceptableWhatIf", c->is_acceptable);
    if (changed) {
        rp_exposure_path(cli->arena, after->graph, &after->exposure,
                         after->graph->goal[c->goal].fact, &path);
        rp_json_open(j, "path", '{');
        rp_json_str(j, "source", rp_say_source_id(after->attack, &path));
        rp_cli_json_path(cli, after->graph, &path, j);
        rp_json_close(j, '}');
    }
    rp_json_close(j, '}');
}

static struct change compare(const struct side *before, const struct side *after, uint32_t harm)
{
    const struct rp_model *m = before->attack->model;
    struct change c = {.harm = harm, .goal = rp_cli_goal_of(after->attack, harm)};
    c.from = level_of(before, harm);
    c.to = level_of(after, harm);
    c.was_acceptable = rp_assess_acceptable(&m->policy, m->harm[harm].severity, c.from);
    c.is_acceptable = rp_assess_acceptable(&m->policy, m->harm[harm].severity, c.to);
    return c;
}

static enum rp_exit answer(struct rp_cli *cli, const struct side *before, const struct side *after,
                           struct rp_buf *out)
{
    bool programs = rp_cli_format_is(cli, "json");
    uint32_t nharms = before->attack->model->nharms, was = 0, is = 0, changed = 0;
    struct rp_json j;
    if (programs) {
        rp_cli_json_begin(&j, out);
        rp_json_open(&j, "harms", '[');
    }
    for (uint32_t harm = 1; harm < nharms; harm++) {
        struct change c = compare(before, after, harm);
        was += c.was_acceptable;
        is += c.is_acceptable;
        if (programs)
            json_change(cli, after, &c, &j);
        else if (c.from != c.to)
            put_change(cli, after, &c, out);
        changed += c.from != c.to;
    }
    if (programs) {
        rp_json_close(&j, ']');
        rp_json_close(&j, '}');
    } else {
        if (!changed)
            rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_WHAT_IF_SAME));
        rp_buf_printf(out, "%u/%u %s -> %u/%u\n", was, nharms - 1,
                      rp_say(cli, RP_SAY_WHAT_IF_COUNT), is, nharms - 1);
    }
    return is < was ? RP_EXIT_FINDINGS : RP_EXIT_OK;
}

enum rp_exit rp_cmd_what_if(struct rp_cli *cli)
{
    struct rp_pipeline p;
    if (!rp_pipeline_attack(cli, &p))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    rp_pipeline_evidence(cli, &p);
    struct side before = {.attack = p.attack, .graph = p.attack->graph};
    struct side after;
    before.chosen = rp_cli_chosen(cli, &p, RP_DESIGNED);
    rp_exposure_compute(cli->arena, before.graph,
                        &(struct rp_situation){before.chosen, RP_GRAPH_NONE}, &before.exposure);
    if (!make_side(cli, &p, &after))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    enum rp_exit status = answer(cli, &before, &after, &out);
    status = rp_cli_write(cli, rp_buf_str(&out), status);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
