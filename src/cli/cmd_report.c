// SPDX-License-Identifier: Apache-2.0
/*
 * report: the two documents, as HTML and JSON, in one language or both.
 */
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/proof.h"
#include "cli/say.h"
#include "report/report.h"

enum { DOCUMENTS = 2, FORMS = 2, MOST = DOCUMENTS * FORMS * RP_LANGS };

struct files {
    struct rp_cli *cli;
    const struct rp_assessment *assessment;
    struct rp_report_options options;
    struct rp_output output[MOST];
    uint32_t n;
};

static const struct {
    const char *ending;
    enum rp_status (*put)(const struct rp_doc *, struct rp_buf *);
} form[FORMS] = {{"html", rp_doc_write_html}, {"json", rp_doc_write_json}};

// Both documents in one language, in every form; nothing is written yet.
static enum rp_status make_documents(struct files *f, enum rp_lang lang)
{
    static enum rp_status (*const make[DOCUMENTS])(
        struct rp_arena *, const struct rp_assessment *, const struct rp_report_options *,
        struct rp_doc *) = {rp_report_plan, rp_report_security};
    enum rp_status status = RP_OK;
    f->options.lang = lang;
    for (size_t i = 0; i < DOCUMENTS && status == RP_OK; i++) {
        struct rp_doc doc;
        status = make[i](f->cli->arena, f->assessment, &f->options, &doc);
        for (size_t k = 0; k < FORMS && status == RP_OK; k++) {
            struct rp_output *output = &f->output[f->n++];
            output->name = rp_str_printf(f->cli->arena, "%.*s.%s.%s", RP_FMT(doc.id),
                                         lang == RP_FR ? "fr" : "en", form[k].ending);
            rp_buf_init(&output->text, 0);
            status = form[k].put(&doc, &output->text);
        }
    }
    return status;
}

// Writes them, and tells their names.
static enum rp_exit write_documents(struct files *f)
{
    const char *folder = f->cli->option[RP_OPTION_OUT];
    struct rp_buf told;
    rp_buf_init(&told, 0);
    enum rp_exit status = rp_cli_write_folder(
        f->cli, rp_str_of(folder ? folder : "rempart-documents"), f->output, f->n);
    for (uint32_t i = 0; i < f->n; i++)
        rp_buf_printf(&told, "%.*s\n", RP_FMT(f->output[i].path));
    if (status == RP_EXIT_OK)
        status = rp_cli_write(f->cli, rp_buf_str(&told), RP_EXIT_OK);
    rp_buf_done(&told);
    return status;
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
    const char *lang = cli->option[RP_OPTION_LANG];
    struct files f = {
        .cli = cli,
        .assessment = &p.assessment,
        .options = {.tool_version = RP_VERSION_STR,
                    .audit_notes = cli->option[RP_OPTION_AUDIT_NOTES] != NULL,
                    .certified = certify(cli, &p.assessment)},
    };
    bool both = lang && strcmp(lang, "both") == 0;
    enum rp_status failed = make_documents(&f, both ? RP_FR : cli->lang);
    if (failed == RP_OK && both)
        failed = make_documents(&f, RP_EN);
    status = failed == RP_OK ? write_documents(&f) : rp_cli_failed(cli, failed);
    for (uint32_t i = 0; i < f.n; i++)
        rp_buf_done(&f.output[i].text);
    return rp_cli_finish(cli, status);
}
