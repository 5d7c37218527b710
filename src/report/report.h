// SPDX-License-Identifier: Apache-2.0
/*
 * Assessment -> documents: the threat-prevention plan and the security report.
 *
 * Texts of both languages stand in catalogue/texts/, never in C.
 */
#ifndef REMPART_REPORT_REPORT_H
#define REMPART_REPORT_REPORT_H

#include "assess/assess.h"
#include "doc/doc.h"

// Has the certificate of the smallest set been checked by the second program?
enum rp_certified { RP_CERTIFIED_UNCHECKED, RP_CERTIFIED_ACCEPTED, RP_CERTIFIED_REFUSED };

struct rp_report_options {
    enum rp_lang lang;
    struct rp_str tool_version;
    bool audit_notes;            // print clause references in the margin
    enum rp_certified certified; // "smallest" is only said of an accepted certificate
};

// Plan de prévention des menaces / threat-prevention plan.
RP_MUST_USE enum rp_status rp_report_plan(struct rp_arena *a, const struct rp_assessment *as,
                                          const struct rp_report_options *options,
                                          struct rp_doc *ret_doc);

// Rapport de sécurité / security report.
RP_MUST_USE enum rp_status rp_report_security(struct rp_arena *a, const struct rp_assessment *as,
                                              const struct rp_report_options *options,
                                              struct rp_doc *ret_doc);

// Everything that was computed, for programs: rempart-assessment JSON, schemaVersion 1.
void rp_report_json(const struct rp_assessment *as, enum rp_lang lang, struct rp_buf *out);

#endif
