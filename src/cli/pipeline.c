// SPDX-License-Identifier: Apache-2.0
/*
 * The way of the data, as far as a command needs it.
 */
#include "cli/pipeline.h"

#include "report/device.h"

#include <sys/stat.h>

enum { HIGHEST = 40 }; // folders that the model is looked for upward

static bool exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

// rempart.yaml here or in a folder above, up to the top of a git checkout.
static struct rp_str find_model(struct rp_cli *cli)
{
    struct rp_str up = RP_STR("");
    for (int i = 0; i < HIGHEST; i++) {
        struct rp_str path = rp_str_printf(cli->arena, "%.*srempart.yaml", RP_FMT(up));
        if (exists(path.p))
            return path;
        if (exists(rp_str_printf(cli->arena, "%.*s.git", RP_FMT(up)).p))
            break;
        up = rp_str_printf(cli->arena, "../%.*s", RP_FMT(up));
    }
    return RP_STR("");
}

static const struct rp_catalogue *load_catalogue(struct rp_cli *cli, const struct rp_model *m)
{
    uint32_t n = m->catalogues.n;
    struct rp_str *path = RP_NEWN(cli->arena, struct rp_str, n);
    struct rp_loc *at = RP_NEWN(cli->arena, struct rp_loc, n);
    for (uint32_t i = 0; i < n; i++) {
        path[i] = m->catalogues.word[i].text;
        at[i] = m->catalogues.word[i].at;
    }
    return rp_catalogue_load(cli->arena, m->folder, path, at, n, &cli->diags);
}

bool rp_pipeline_attack(struct rp_cli *cli, struct rp_pipeline *ret_pipeline)
{
    struct rp_pipeline p = {0};
    struct rp_str path = rp_str_of(cli->option[RP_OPTION_MODEL]);
    if (!path.n)
        path = find_model(cli);
    if (!path.n) {
        rp_report(&cli->diags, RP_MSG_NO_MODEL, (struct rp_loc){0}, "%s", "");
        return false;
    }
    p.model = rp_model_read(cli->arena, path, cli->today, &cli->diags);
    if (!p.model)
        return false;
    p.catalogue = load_catalogue(cli, p.model);
    // Kinds are checked also in a model that has other mistakes, so that all are shown at once.
    if (p.catalogue)
        p.attack = rp_attack_new(cli->arena, p.model, p.catalogue, &cli->diags);
    *ret_pipeline = p;
    return p.attack && !cli->diags.errors;
}

static bool parse_stage(struct rp_str word, enum rp_stage *ret_stage)
{
    static const struct {
        const char *word;
        enum rp_stage stage;
    } known[] = {
        {"kinds", RP_STAGE_KINDS},
        {"places", RP_STAGE_PLACES},
        {"malfunction", RP_STAGE_MALFUNCTION},
        {"effort", RP_STAGE_EFFORT},
        {"plain", RP_STAGE_PLAIN},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (rp_str_eq(word, rp_str_of(known[i].word))) {
            *ret_stage = known[i].stage;
            return true;
        }
    }
    return false;
}

static bool parse_objective(struct rp_cli *cli, struct rp_str list,
                            struct rp_select_options *options)
{
    const char *comma;
    options->nstages = 0;
    do {
        comma = list.n ? memchr(list.p, ',', list.n) : NULL;
        struct rp_str word = {list.p, comma ? (size_t)(comma - list.p) : list.n};
        enum rp_stage stage;
        bool ok = parse_stage(word, &stage);
        for (uint32_t i = 0; i < options->nstages && ok; i++)
            ok = options->stage[i] != stage; // made least once, a value cannot be made less again
        if (!ok) {
            rp_report(&cli->diags, RP_MSG_OPTION_VALUE, (struct rp_loc){0}, "--objective %.*s",
                      RP_FMT(word));
            return false;
        }
        options->stage[options->nstages++] = stage;
        size_t used = comma ? word.n + 1 : word.n;
        list = (struct rp_str){list.p + used, list.n - used};
    } while (comma);
    return true;
}

static void stages_of_policy(const struct rp_policy *policy, struct rp_select_options *options)
{
    static const enum rp_stage stage[RP_OBJECTIVES] = {
        [RP_BY_KINDS] = RP_STAGE_KINDS,
        [RP_BY_PLACES] = RP_STAGE_PLACES,
        [RP_BY_MALFUNCTION] = RP_STAGE_MALFUNCTION,
        [RP_BY_EFFORT] = RP_STAGE_EFFORT,
    };
    for (uint32_t i = 0; i < policy->nobjectives; i++)
        options->stage[i] = stage[policy->objective[i]];
    options->nstages = policy->nobjectives;
    options->max_controls = policy->max_controls;
}

bool rp_pipeline_keep(struct rp_cli *cli, enum rp_keep *keep)
{
    static const char *const word[] = {
        [RP_KEEP_NONE] = "none",
        [RP_KEEP_EXISTING] = "existing",
        [RP_KEEP_DECIDED] = "decided",
    };
    const char *given = cli->option[RP_OPTION_KEEP];
    if (!given)
        return true;
    for (unsigned i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
        if (strcmp(given, word[i]) == 0) {
            *keep = (enum rp_keep)i;
            return true;
        }
    }
    rp_cli_bad_value(cli, RP_OPTION_KEEP);
    return false;
}

static bool parse_max_controls(struct rp_cli *cli, struct rp_select_options *options)
{
    if (!cli->option[RP_OPTION_MAX_CONTROLS])
        return true;
    if (!rp_cli_number(cli, RP_OPTION_MAX_CONTROLS, 1000000, &options->max_controls))
        return false;
    if (options->max_controls)
        return true;
    // No control at all is a limit too, and not the one that 0 stands for.
    uint64_t *budget = RP_NEWN(cli->arena, uint64_t, RP_STAGES);
    for (int i = 0; i < RP_STAGES; i++)
        budget[i] = UINT64_MAX;
    budget[RP_STAGE_PLACES] = 0;
    options->budget = budget;
    return true;
}

const struct rp_graph *rp_pipeline_graph_file(struct rp_cli *cli, bool *ret_json)
{
    const struct rp_source *src =
        rp_read_source(cli->arena, rp_str_of(cli->option[RP_OPTION_GRAPH]), RP_GRAPH_MAX_BYTES,
                       (struct rp_loc){0}, &cli->diags);
    if (!src)
        return NULL;
    *ret_json = rp_graph_is_json(src->text);
    return rp_graph_read(cli->arena, src, &cli->diags);
}

bool rp_pipeline_select_options(struct rp_cli *cli, const struct rp_policy *policy,
                                struct rp_select_options *ret_options)
{
    struct rp_select_options options = {0};
    if (policy) {
        stages_of_policy(policy, &options);
    } else {
        options.stage[0] = RP_STAGE_PLAIN;
        options.nstages = 1;
    }
    const char *objective = cli->option[RP_OPTION_OBJECTIVE];
    if (objective && !parse_objective(cli, rp_str_of(objective), &options))
        return false;
    double seconds = 0;
    if (cli->option[RP_OPTION_TIME_LIMIT] && !rp_cli_seconds(cli, RP_OPTION_TIME_LIMIT, &seconds))
        return false;
    if (seconds > 0)
        options.limits.deadline = rp_limits_from_now(seconds);
    if (!parse_max_controls(cli, &options))
        return false;
    if (!rp_pipeline_keep(cli, &options.keep))
        return false;
    *ret_options = options;
    return true;
}

// What is decided, as the reader of evidence asks for it.
static const struct rp_evidence_plan *plan_of(struct rp_cli *cli, const struct rp_attack *attack)
{
    const struct rp_model *m = attack->model;
    bool *in = RP_NEWN(cli->arena, bool, attack->graph->ncontrols + 1);
    rp_device_plan_decided(attack, in);
    struct rp_device_plan plan = rp_device_plan_make(cli->arena, attack, in);
    struct rp_str *module = RP_NEWN(cli->arena, struct rp_str, m->ncontrols + 1);
    for (uint32_t i = 1; i < m->ncontrols; i++)
        module[i] =
            attack->catalogue
                ->control[rp_catalogue_control(attack->catalogue, m->control[i].item.kind.text)]
                .module;
    struct rp_evidence_plan *known = RP_NEW(cli->arena, struct rp_evidence_plan);
    *known = (struct rp_evidence_plan){.hash = rp_str_copy(cli->arena, rp_str_of(plan.hash)),
                                       .module = module};
    return known;
}

void rp_pipeline_evidence(struct rp_cli *cli, struct rp_pipeline *p)
{
    const struct rp_evidence_plan *plan = NULL;
    if (p->attack && p->model->images.n)
        plan = plan_of(cli, p->attack);
    p->evidence = rp_evidence_read(cli->arena, p->model, plan, &cli->diags);
}

bool rp_pipeline_assess(struct rp_cli *cli, struct rp_pipeline *ret_pipeline,
                        enum rp_exit *ret_exit)
{
    struct rp_pipeline p = {0};
    *ret_exit = RP_EXIT_INPUT;
    if (!rp_pipeline_attack(cli, &p))
        return false;
    rp_pipeline_evidence(cli, &p);
    struct rp_select_options options;
    if (!rp_pipeline_select_options(cli, &p.model->policy, &options))
        return false;
    options.certificate = true; // the documents say whether the second program accepts it
    enum rp_status status =
        rp_assess(cli->arena, p.attack, p.evidence, cli->today, &options, &p.assessment);
    *ret_pipeline = p;
    if (status == RP_OK)
        return true;
    *ret_exit = rp_cli_failed(cli, status);
    return false;
}

bool rp_pipeline_harm(struct rp_cli *cli, const struct rp_model *m, struct rp_str id,
                      uint32_t *ret_harm)
{
    struct rp_str *known = RP_NEWN(cli->arena, struct rp_str, m->nharms);
    uint32_t n = 0;
    for (uint32_t i = 1; i < m->nharms; i++) {
        known[n++] = m->harm[i].item.id;
        if (rp_str_eq(m->harm[i].item.id, id)) {
            *ret_harm = i;
            return true;
        }
    }
    struct rp_diag *d =
        rp_report(&cli->diags, RP_MSG_HARM_UNKNOWN, (struct rp_loc){0}, "%.*s", RP_FMT(id));
    size_t near = rp_str_nearest(id, known, n);
    if (near < n)
        rp_report_meant(d, known[near], m->harm[near + 1].item.at);
    return false;
}
