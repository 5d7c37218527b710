// SPDX-License-Identifier: Apache-2.0
/*
 * schema: the JSON Schema of a model file, with the kinds of the built-in catalogue.
 */
#include "cli/commands.h"
#include "cli/say.h"

// Kinds of a class: the assets that descend from its root and can be there.
static struct rp_words kinds_of(struct rp_cli *cli, const struct rp_catalogue *c, const char *root)
{
    const struct rp_mal *m = c->mal;
    uint32_t top = rp_mal_asset_find(m, rp_str_of(root)), n = 0;
    struct rp_word *word = RP_NEWN(cli->arena, struct rp_word, m->nassets);
    for (uint32_t i = 1; i < m->nassets && top; i++)
        if (!m->asset[i].abstract && rp_mal_asset_is(m, i, top))
            word[n++].text = rp_catalogue_kebab(cli->arena, m->asset[i].name);
    return (struct rp_words){word, n};
}

static struct rp_words controls_of(struct rp_cli *cli, const struct rp_catalogue *c)
{
    struct rp_word *word = RP_NEWN(cli->arena, struct rp_word, c->ncontrols);
    for (uint32_t i = 1; i < c->ncontrols; i++)
        word[i - 1].text = c->control[i].id;
    return (struct rp_words){word, c->ncontrols - 1};
}

// "How ... shared-key: one secret key ... certificates: ..."
static struct rp_schema_pair pair_of(struct rp_cli *cli, const struct rp_choice *choice)
{
    struct rp_schema_pair pair = {choice->id, choice->text.in[cli->lang], {0}};
    struct rp_word *word = RP_NEWN(cli->arena, struct rp_word, choice->nvalues);
    for (uint32_t i = 0; i < choice->nvalues; i++) {
        word[i].text = choice->value[i].id;
        pair.help =
            rp_str_printf(cli->arena, "%.*s %.*s%s %.*s.", RP_FMT(pair.help), RP_FMT(word[i].text),
                          rp_say_colon(cli), RP_FMT(choice->value[i].text.in[cli->lang]));
    }
    pair.values = (struct rp_words){word, choice->nvalues};
    return pair;
}

enum rp_exit rp_cmd_schema(struct rp_cli *cli)
{
    static const struct {
        enum rp_class class;
        const char *root;
    } table[] = {
        {RP_CLASS_ZONE, "Zone"},           {RP_CLASS_SOURCE, "Source"},
        {RP_CLASS_COMPONENT, "Component"}, {RP_CLASS_INTERFACE, "Interface"},
        {RP_CLASS_FLOW, "Flow"},           {RP_CLASS_ASSET, "Asset"},
    };
    const struct rp_catalogue *c =
        rp_catalogue_load(cli->arena, RP_STR(""), NULL, NULL, 0, &cli->diags);
    if (!c)
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    struct rp_words kinds[RP_CLASS_COUNT] = {{0}};
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        kinds[table[i].class] = kinds_of(cli, c, table[i].root);
    kinds[RP_CLASS_CONTROL] = controls_of(cli, c);
    struct rp_schema_pair pair[RP_MOST_CHOICES];
    for (uint32_t i = 0; i < c->modules->nchoices; i++)
        pair[i] = pair_of(cli, &c->modules->choice[i]);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_model_schema(&out, cli->lang, kinds, pair, c->modules->nchoices);
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
