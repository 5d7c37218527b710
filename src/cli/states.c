// SPDX-License-Identifier: Apache-2.0
/*
 * The three states of a risk, as a command asks for them.
 */
#include "cli/states.h"

static const char *const state_word[RP_STATES] = {
    [RP_WITHOUT] = "without",
    [RP_DESIGNED] = "designed",
    [RP_VERIFIED] = "verified",
};

const char *rp_cli_state_word(enum rp_state state)
{
    return state_word[state];
}

bool rp_cli_state(struct rp_cli *cli, enum rp_state *state)
{
    const char *given = cli->option[RP_OPTION_STATE];
    if (!given)
        return true;
    for (unsigned i = 0; i < RP_STATES; i++) {
        if (strcmp(given, state_word[i]) == 0) {
            *state = (enum rp_state)i;
            return true;
        }
    }
    rp_cli_bad_value(cli, RP_OPTION_STATE);
    return false;
}

const bool *rp_cli_chosen(struct rp_cli *cli, const struct rp_pipeline *p, enum rp_state state)
{
    bool *chosen = RP_NEWN(cli->arena, bool, p->attack->graph->ncontrols + 1);
    rp_assess_chosen(p->attack, p->evidence, state, chosen);
    return chosen;
}

uint32_t rp_cli_goal_of(const struct rp_attack *attack, uint32_t harm)
{
    for (uint32_t i = 0; i < attack->graph->ngoals; i++)
        if (attack->goal_harm[i] == harm)
            return i;
    return RP_GRAPH_NONE;
}

bool rp_cli_find_controls(const struct rp_attack *attack, const struct rp_graph *g,
                          struct rp_str word, bool *named)
{
    struct rp_ref ref = {0};
    uint32_t kind = 0;
    bool some = false;
    if (attack) {
        ref = rp_model_find(attack->model, word);
        kind = rp_catalogue_control(attack->catalogue, word);
    }
    bool decided = ref.class == RP_CLASS_CONTROL;
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        named[i] = decided ? attack->control_decision[i] == ref.i
                   : kind  ? attack->control_kind[i] == kind
                           : rp_str_eq(g->control[i].name, word);
        some = some || named[i];
    }
    return some || decided || kind;
}

bool rp_cli_mark_controls(struct rp_cli *cli, const struct rp_attack *attack, struct rp_str word,
                          bool value, bool *chosen)
{
    const struct rp_graph *g = attack->graph;
    bool *named = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    bool known = rp_cli_find_controls(attack, g, word, named);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        if (named[i])
            chosen[i] = value;
    if (known)
        return true;
    struct rp_str *name = RP_NEWN(cli->arena, struct rp_str, g->ncontrols + 1);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        name[i] = g->control[i].name;
    struct rp_diag *d =
        rp_report(&cli->diags, RP_MSG_CONTROL_UNKNOWN, (struct rp_loc){0}, "%.*s", RP_FMT(word));
    size_t near = rp_str_nearest(word, name, g->ncontrols);
    if (near < g->ncontrols)
        rp_report_meant(d, name[near], (struct rp_loc){0});
    return false;
}

bool rp_cli_step_is(const struct rp_graph *g, uint32_t step, struct rp_str word)
{
    return (g->origin.step_id && rp_str_eq(g->origin.step_id[step], word)) ||
           (g->fact && rp_str_eq(g->fact[g->head[step]], word));
}
