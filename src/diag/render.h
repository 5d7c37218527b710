// SPDX-License-Identifier: Apache-2.0
/*
 * Collected messages -> text, for people and for other programs.
 */
#ifndef REMPART_DIAG_RENDER_H
#define REMPART_DIAG_RENDER_H

#include "diag/diag.h"

enum rp_diag_format {
    RP_DIAG_HUMAN,       // excerpt, caret, hint
    RP_DIAG_JSON,        // {"schemaVersion": 1, "diagnostics": [...]}
    RP_DIAG_SARIF,       // SARIF 2.1.0
    RP_DIAG_JUNIT,       // JUnit XML, one test case per message
    RP_DIAG_CODEQUALITY, // GitLab code quality
    RP_DIAG_GITHUB,      // workflow commands
};

struct rp_render {
    enum rp_lang lang;
    bool colour;                // ANSI escapes; HUMAN only
    struct rp_str tool_version; // SARIF
    struct rp_str folder; // working folder in full, for programs; empty: names stay as they are
};

// Appends all messages.  The human form of one is:
//
//     rempart.yaml:48:15: error[RMP-1102]: unknown component: 'passerele'
//        48 |     to: passerele
//           |         ^~~~~~~~~
//           = did you mean 'passerelle' (rempart.yaml:21)?
//
// Control bytes of the excerpt are shown as \xNN; a long line is cut around the place and the cut
// shown as "...".  Sort first.
void rp_diags_render(const struct rp_diags *d, enum rp_diag_format format,
                     const struct rp_render *how, struct rp_buf *out);

// "1 error, 2 warnings" with a line end; nothing when there are none.
void rp_diags_summary(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);

#endif
