// SPDX-License-Identifier: Apache-2.0
/*
 * The three states of a risk, as a command asks for them.
 */
#include "cli/states.h"

static const char *const word[RP_STATES] = {
    [RP_WITHOUT] = "without",
    [RP_DESIGNED] = "designed",
    [RP_VERIFIED] = "verified",
};

const char *rp_cli_state_word(enum rp_state state)
{
    return word[state];
}

bool rp_cli_state(struct rp_cli *cli, enum rp_state *state)
{
    const char *given = cli->option[RP_OPTION_STATE];
    if (!given)
        return true;
    for (unsigned i = 0; i < RP_STATES; i++) {
        if (strcmp(given, word[i]) == 0) {
            *state = (enum rp_state)i;
            return true;
        }
    }
    rp_cli_usage(cli, RP_MSG_OPTION_VALUE, rp_str_printf(cli->arena, "--state %s", given));
    return false;
}

const bool *rp_cli_chosen(struct rp_cli *cli, const struct rp_pipeline *p, enum rp_state state)
{
    bool *chosen = RP_NEWN(cli->arena, bool, p->attack->graph->ncontrols + 1);
    rp_assess_chosen(p->attack, p->evidence, state, chosen);
    return chosen;
}
