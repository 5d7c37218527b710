// SPDX-License-Identifier: Apache-2.0
/*
 * The table of commands: what help, man page and completions are made from.
 */
#include "cli/commands.h"

#include <assert.h>

#define T(en, fr)                                                                                  \
    {                                                                                              \
        {                                                                                          \
            {en, sizeof(en) - 1},                                                                  \
            {                                                                                      \
                fr, sizeof(fr) - 1                                                                 \
            }                                                                                      \
        }                                                                                          \
    }

// clang-format off
static const char *const human_json[] = {"human", "json", NULL};
static const char *const check_formats[] = {"human", "json", "sarif", "junit", "codequality", "github", NULL};
static const char *const graph_formats[] = {"text", "json", "dot", NULL};
static const char *const help_formats[] = {"text", "mdoc", NULL};
static const char *const mal_formats[] = {"text", "json", "dot", NULL};

static const enum rp_option none[] = {RP_OPTION_COUNT};
static const enum rp_option init_options[] = {RP_OPTION_FORCE, RP_OPTION_COUNT};
static const enum rp_option check_options[] = {RP_OPTION_FAIL_ON, RP_OPTION_COUNT};
static const enum rp_option path_options[] = {RP_OPTION_STATE, RP_OPTION_ALL, RP_OPTION_COUNT};
static const enum rp_option why_options[] = {RP_OPTION_STATE, RP_OPTION_COUNT};
static const enum rp_option select_options[] = {RP_OPTION_GRAPH, RP_OPTION_CERTIFICATE, RP_OPTION_KEEP, RP_OPTION_OBJECTIVE, RP_OPTION_ALTERNATIVES, RP_OPTION_NEXT, RP_OPTION_FRONT, RP_OPTION_MAX_CONTROLS, RP_OPTION_UNSURE, RP_OPTION_TIME_LIMIT, RP_OPTION_COUNT};
static const enum rp_option graph_options[] = {RP_OPTION_GRAPH, RP_OPTION_COUNT};
static const enum rp_option what_if_options[] = {RP_OPTION_ADD, RP_OPTION_DROP, RP_OPTION_LEVEL, RP_OPTION_BREAK, RP_OPTION_COUNT};
static const enum rp_option export_options[] = {RP_OPTION_TARGET, RP_OPTION_OUT, RP_OPTION_KEEP, RP_OPTION_ADD, RP_OPTION_DROP, RP_OPTION_COUNT};
static const enum rp_option report_options[] = {RP_OPTION_OUT, RP_OPTION_AUDIT_NOTES, RP_OPTION_COUNT};
static const enum rp_option mal_options[] = {RP_OPTION_ENTRY, RP_OPTION_COUNT};

static const char *const init_examples[] = {"init", "init --lang fr my-device", NULL};
static const char *const check_examples[] = {"check", "check --format sarif -o rempart.sarif", "check --lang fr --model pump/rempart.yaml", NULL};
static const char *const assess_examples[] = {"assess", "assess --format json", NULL};
static const char *const paths_examples[] = {"paths", "paths D1 --state without", NULL};
static const char *const why_examples[] = {"why D1", "why D1 --state designed", NULL};
static const char *const select_examples[] = {"select", "select --certificate selection.proof", "select --keep decided", "select --next 3 --front", "select --unsure T-USB-01 --unsure user-login", "select --unsure all", "select --graph problem.rag --objective plain", NULL};
static const char *const without_examples[] = {"without M1", "without M1 M3", NULL};
static const char *const what_if_examples[] = {"what-if --break A1", "what-if --add usb-allow-list@service-port --drop M3", "what-if --level T-USB-01=V2 --format json", NULL};
static const char *const export_examples[] = {"export --target device --out build-device", "export --target device --drop M3 --out build-less-m3", NULL};
static const char *const report_examples[] = {"report", "report --lang fr --out documents", "report --lang both --audit-notes", NULL};
static const char *const graph_examples[] = {"graph", "graph --format json -o graph.json", "graph --graph problem.json -o problem.rag", NULL};
static const char *const mal_examples[] = {"mal check language.mal", "mal graph language.mal model.yml --entry \"console:open\"", NULL};
static const char *const schema_examples[] = {"schema --lang fr -o rempart.schema.json", NULL};
static const char *const explain_examples[] = {"explain RMP-1102", NULL};
static const char *const completion_examples[] = {"completion bash > /etc/bash_completion.d/rempart", NULL};
static const char *const help_examples[] = {"help", "help select", NULL};

static const struct rp_command commands[] = {
    {"init", rp_cmd_init, "[FOLDER]", 0, 1,
     T("write a starter model that explains itself", "écrire un modèle de départ qui s’explique"),
     T("Writes rempart.yaml into the folder (this one when none is named). The model passes check and its comments say what each part is for.",
       "Écrit rempart.yaml dans le dossier (le dossier courant si aucun n’est nommé). Le modèle passe check et ses commentaires disent à quoi sert chaque partie."),
     init_examples, NULL, init_options},
    {"check", rp_cmd_check, "", 0, 0,
     T("look for mistakes in the model", "chercher les erreurs du modèle"),
     T("Reads the model, the catalogue and the evidence and tells every mistake with its place. Needs no network and runs nothing of the model.",
       "Lit le modèle, le catalogue et les preuves et dit chaque erreur avec sa place. Sans réseau, et n’exécute rien du modèle."),
     check_examples, check_formats, check_options},
    {"assess", rp_cmd_assess, "", 0, 0,
     T("the risks, three times, and the verdict", "les risques, trois fois, et le verdict"),
     T("Shows for each harm how feasible it is without any control, as designed (existing and planned controls) and as verified (only what is proven on this version), the verdict, and what is missing for a better one. Exit status 1 when the verdict is not acceptable, 3 when only evidence is missing or stale.",
       "Montre pour chaque dommage sa faisabilité sans mesure, telle que prévue (mesures existantes et prévues) et vérifiée (seulement ce qui est prouvé sur cette version), le verdict et ce qui manque pour un meilleur. Statut de sortie 1 si le verdict n’est pas acceptable, 3 si seules des preuves manquent ou sont périmées."),
     assess_examples, human_json, none},
    {"paths", rp_cmd_paths, "[HARM...]", 0, -1,
     T("the easiest path to each harm from each source", "le chemin le plus facile vers chaque dommage depuis chaque source"),
     T("One path per harm and source of risk, as steps in words, each with its line of the model and its technique.",
       "Un chemin par dommage et par source de risque, en étapes et en mots, chacune avec sa ligne du modèle et sa technique."),
     paths_examples, human_json, path_options},
    {"why", rp_cmd_why, "HARM", 1, 1,
     T("why a harm is as feasible as it is", "pourquoi un dommage est aussi faisable qu’il l’est"),
     T("The easiest path to the harm as things are (--state verified) and the controls that could cut it; or, when it cannot be reached, what stops it.",
       "Le chemin le plus facile vers le dommage dans l’état actuel (--state verified) et les mesures qui pourraient le couper ; ou, s’il est hors d’atteinte, ce qui l’arrête."),
     why_examples, human_json, why_options},
    {"select", rp_cmd_select, "", 0, 0,
     T("the smallest set of controls, with its proof", "le plus petit ensemble de mesures, avec sa preuve"),
     T("Finds the smallest set of controls that makes every risk acceptable, says why each is in it, which decided ones are not needed, and what one control fewer or more would give. The certificate is checked by rempart-verify, which shares no code with the search.\n\nWhen no set suffices, says by which path, and which refusals or decisions to reconsider. With --unsure, says up to which cost or level the answer holds, every other number as it is; --unsure all shows all that can change it, the narrowest first. --format json is described in rempart-answers(5).\n\nWith --time-limit, or when it is interrupted once (Ctrl-C), tells the best set found and the proven bound; the limit holds for all questions together.",
       "Trouve le plus petit ensemble de mesures qui rend tous les risques acceptables, dit pourquoi chacune y est, lesquelles des mesures décidées sont inutiles, et ce que donnerait une mesure de moins ou de plus. Le certificat est vérifié par rempart-verify, qui ne partage aucun code avec la recherche.\n\nSi aucun ensemble ne suffit, dit par quel chemin, et quels refus ou décisions reconsidérer. Avec --unsure, dit jusqu’à quel coût ou niveau la réponse tient, toute autre valeur restant la même ; --unsure all montre tout ce qui peut la changer, la marge la plus étroite d’abord. --format json est décrit dans rempart-answers(5).\n\nAvec --time-limit, ou interrompue une fois (Ctrl-C), la commande donne le meilleur ensemble trouvé et la borne prouvée ; la limite vaut pour toutes les questions ensemble."),
     select_examples, human_json, select_options},
    {"without", rp_cmd_without, "CONTROL...", 1, -1,
     T("what comes back without some controls", "ce qui revient sans certaines mesures"),
     T("Shows which harms become easier when the named controls of the model are taken away from the design.",
       "Montre quels dommages deviennent plus faciles quand on retire de la conception les mesures nommées du modèle."),
     without_examples, human_json, none},
    {"what-if", rp_cmd_what_if, "", 0, 0,
     T("what changes if controls, levels or assumptions do", "ce qui change si des mesures, des niveaux ou des hypothèses changent"),
     T("Shows which harms become easier or harder than as designed when controls are added or dropped, when a technique is easier or harder than the catalogue says, or when an assumption does not hold. The model is not touched.",
       "Montre quels dommages deviennent plus ou moins faciles que prévu quand des mesures sont ajoutées ou retirées, quand une technique est plus ou moins facile que ne le dit le catalogue, ou quand une hypothèse ne tient pas. Le modèle n’est pas touché."),
     what_if_examples, human_json, what_if_options},
    {"report", rp_cmd_report, "", 0, 0,
     T("write the threat-prevention plan and the security report", "écrire le plan de prévention des menaces et le rapport de sécurité"),
     T("Writes both documents as self-contained HTML and as JSON into the folder of --out (rempart-documents when not given), in the language of --lang, or in both with --lang both.",
       "Écrit les deux documents en HTML autonome et en JSON dans le dossier de --out (rempart-documents par défaut), dans la langue de --lang, ou dans les deux avec --lang both."),
     report_examples, NULL, report_options},
    {"export", rp_cmd_export, "", 0, 0,
     T("the plan for the build of the device", "le plan pour la fabrication du logiciel du dispositif"),
     T("With --target device: writes rprt_config.h, which switches on the modules of the device library that the existing and planned controls need; rprt_psa_config.h and rprt_mbedtls_config.h, which name the cryptography that these modules call, all three as the model chooses under library of its device; and device-tests.json, which lists the tests of each control and the techniques that it stops. All carry the digest of the plan. It tells what the image will take of the device, by measured figures: the modules, and apart from them the provider of cryptography for the link. --drop leaves a control out, and with it what else the same module provides; --add puts one in; --keep none starts from nothing.",
       "Avec --target device : écrit rprt_config.h, qui active les modules de la bibliothèque embarquée que demandent les mesures existantes et prévues ; rprt_psa_config.h et rprt_mbedtls_config.h, qui nomment la cryptographie que ces modules appellent, tous trois selon ce que le modèle choisit sous library de son dispositif ; et device-tests.json, qui donne les essais de chaque mesure et les techniques qu’elle arrête. Tous portent l’empreinte du plan. La commande dit ce que l’image prendra du dispositif, d’après des mesures : les modules, et à part le fournisseur de cryptographie pour la liaison. --drop retire une mesure, et avec elle ce que fournit d’autre le même module ; --add en ajoute une ; --keep none part de rien."),
     export_examples, NULL, export_options},
    {"graph", rp_cmd_graph, "", 0, 0,
     T("the attack graph of the model", "le graphe d’attaque du modèle"),
     T("Writes the attack graph as text or JSON, see rempart-graph(5), or for Graphviz. With --graph, that of a file: from one form to the other.",
       "Écrit le graphe d’attaque en texte ou en JSON, voir rempart-graph(5), ou pour Graphviz. Avec --graph, celui d’un fichier : d’une forme à l’autre."),
     graph_examples, graph_formats, graph_options},
    {"mal", rp_cmd_mal, "check FILE | graph FILE INSTANCE", 1, 3,
     T("check and run any MAL language", "vérifier et dérouler un langage MAL quelconque"),
     T("check compiles a language and tells its mistakes. graph makes the attack graph of an instance model and says which steps are reachable from its entry points and those of --entry. See rempart-mal(7).",
       "check compile un langage et dit ses erreurs. graph fait le graphe d’attaque d’un modèle d’instances et dit quelles étapes sont atteignables depuis ses points d’entrée et ceux de --entry. Voir rempart-mal(7)."),
     mal_examples, mal_formats, mal_options},
    {"schema", rp_cmd_schema, "", 0, 0,
     T("the JSON Schema of the model, for editors", "le schéma JSON du modèle, pour les éditeurs"),
     T("Writes a draft-07 JSON Schema made from the tables that check uses, with titles and descriptions in the chosen language.",
       "Écrit un schéma JSON draft-07 tiré des tables qu’utilise check, avec titres et descriptions dans la langue choisie."),
     schema_examples, NULL, none},
    {"explain", rp_cmd_explain, "CODE", 1, 1,
     T("what a message means and what to do", "ce que dit un message et que faire"),
     T("Explains one message by its code.", "Explique un message d’après son code."),
     explain_examples, NULL, none},
    {"completion", rp_cmd_completion, "bash|zsh|fish", 1, 1,
     T("completions for a shell", "les complétions pour un interpréteur de commandes"),
     T("Writes the completion script of a shell, made from the tables of this help.",
       "Écrit le script de complétion d’un interpréteur, tiré des tables de cette aide."),
     completion_examples, NULL, none},
    {"help", rp_cmd_help, "[COMMAND]", 0, 1,
     T("this help, or that of a command", "cette aide, ou celle d’une commande"),
     T("Shows what the program or one command does.", "Montre ce que fait le programme ou une commande."),
     help_examples, help_formats, none},
};
// clang-format on

const struct rp_command *rp_commands(uint32_t *ret_n)
{
    *ret_n = sizeof(commands) / sizeof(commands[0]);
    return commands;
}

const struct rp_command *rp_command_find(struct rp_str name)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (rp_str_eq(rp_str_of(commands[i].name), name))
            return &commands[i];
    return NULL;
}

const struct rp_option_info *rp_option_info(enum rp_option option)
{
    static const struct rp_option_info table[RP_OPTION_COUNT] = {
#define OPTION(name, word, letter, value, en, fr)                                                  \
    [RP_OPTION_##name] = {word, letter, value, T(en, fr)},
#include "cli/options.def"
#undef OPTION
    };
    assert(option < RP_OPTION_COUNT);
    return &table[option];
}

// The words in small letters that begin the alternatives of a placeholder.
static uint32_t words_of(const char *placeholder, struct rp_str *ret_words)
{
    uint32_t n = 0;
    for (const char *p = placeholder; *p;) {
        p += strspn(p, " |");
        size_t length = strcspn(p, " |");
        if (*p >= 'a' && *p <= 'z') {
            assert(n + 1 < RP_OPTION_MOST_WORDS);
            ret_words[n++] = (struct rp_str){p, length};
        }
        p += strcspn(p, "|");
    }
    return n;
}

uint32_t rp_command_words(const struct rp_command *command, struct rp_str *ret_words)
{
    return words_of(command->operands, ret_words);
}

uint32_t rp_option_words(const struct rp_command *command, enum rp_option option,
                         struct rp_str *ret_words)
{
    uint32_t n = 0;
    const char *value = rp_option_info(option)->value;
    if (option == RP_OPTION_FORMAT) {
        for (const char *const *i = command->formats; i && *i; i++)
            ret_words[n++] = rp_str_of(*i);
        return n;
    }
    n = value ? words_of(value, ret_words) : 0;
    if (option == RP_OPTION_LANG && command->run == rp_cmd_report)
        ret_words[n++] = RP_STR("both");
    return n;
}

bool rp_option_is_general(enum rp_option option)
{
    return option <= RP_OPTION_VERSION && option != RP_OPTION_FORMAT;
}
