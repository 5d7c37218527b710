// SPDX-License-Identifier: Apache-2.0
/*
 * report: the two documents, as HTML and JSON, in one language or both.
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/proof.h"
#include "cli/say.h"
#include "report/report.h"

struct output {
    struct rp_cli *cli;
    const struct rp_assessment *assessment;
    struct rp_report_options options;
    struct rp_str folder;
    struct rp_buf *told; // names of what was written
};

typedef enum rp_status (*write_function)(const struct rp_doc *, struct rp_buf *);

static enum rp_exit write_form(struct output *o, const struct rp_doc *doc, write_function put,
                               const char *ending)
{
    struct rp_buf out;
    rp_buf_init(&out, 0);
    enum rp_status failed = put(doc, &out);
    enum rp_exit status = RP_EXIT_OK;
    struct rp_str name = rp_str_printf(o->cli->arena, "%.*s.%s.%s", RP_FMT(doc->id),
                                       o->options.lang == RP_FR ? "fr" : "en", ending);
    struct rp_str path = rp_file_join(o->cli->arena, o->folder, name);
    if (failed != RP_OK)
        status = rp_cli_failed(o->cli, failed);
    else
        status = rp_cli_write_file(o->cli, path, rp_buf_str(&out), RP_EXIT_OK);
    if (status == RP_EXIT_OK)
        rp_buf_printf(o->told, "%.*s\n", RP_FMT(path));
    rp_buf_done(&out);
    return status;
}

static enum rp_exit write_documents(struct output *o, enum rp_lang lang)
{
    static enum rp_status (*const make[])(struct rp_arena *, const struct rp_assessment *,
                                          const struct rp_report_options *,
                                          struct rp_doc *) = {rp_report_plan, rp_report_security};
    o->options.lang = lang;
    for (size_t i = 0; i < sizeof(make) / sizeof(make[0]); i++) {
        struct rp_doc doc;
        enum rp_status failed = make[i](o->cli->arena, o->assessment, &o->options, &doc);
        if (failed != RP_OK)
            return rp_cli_failed(o->cli, failed);
        enum rp_exit status = write_form(o, &doc, rp_doc_write_html, "html");
        if (status == RP_EXIT_OK)
            status = write_form(o, &doc, rp_doc_write_json, "json");
        if (status != RP_EXIT_OK)
            return status;
    }
    return RP_EXIT_OK;
}

static enum rp_certified certify(struct rp_cli *cli, const struct rp_assessment *as)
{
    if (!as->smallest.certificate.n)
        return RP_CERTIFIED_UNCHECKED;
    switch (rp_cli_check_proof(cli, as->attack->graph, as->smallest.certificate)) {
    case RP_PROOF_ACCEPTED:
        return RP_CERTIFIED_ACCEPTED;
    case RP_PROOF_REFUSED:
        return RP_CERTIFIED_REFUSED;
    case RP_PROOF_UNCHECKED:
        break;
    }
    return RP_CERTIFIED_UNCHECKED;
}

enum rp_exit rp_cmd_report(struct rp_cli *cli)
{
    struct rp_pipeline p;
    enum rp_exit status;
    if (!rp_pipeline_assess(cli, &p, &status))
        return rp_cli_finish(cli, status);
    const char *out = cli->option[RP_OPTION_OUT], *lang = cli->option[RP_OPTION_LANG];
    struct rp_buf told;
    rp_buf_init(&told, 0);
    struct output o = {
        .cli = cli,
        .assessment = &p.assessment,
        .options = {.tool_version = RP_VERSION_STR,
                    .audit_notes = cli->option[RP_OPTION_AUDIT_NOTES] != NULL,
                    .certified = certify(cli, &p.assessment)},
        .folder = rp_str_of(out ? out : "rempart-documents"),
        .told = &told,
    };
    bool both = lang && strcmp(lang, "both") == 0;
    status = rp_cli_make_folder(cli, o.folder);
    if (status == RP_EXIT_OK)
        status = write_documents(&o, both ? RP_FR : cli->lang);
    if (status == RP_EXIT_OK && both)
        status = write_documents(&o, RP_EN);
    if (status == RP_EXIT_OK)
        status = rp_cli_write(cli, rp_buf_str(&told), RP_EXIT_OK);
    rp_buf_done(&told);
    return rp_cli_finish(cli, status);
}
