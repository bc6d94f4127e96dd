/* answers: what each request of the protocol is answered with, one function a method; each stands in the file that
 * bears its name. They take the request's params, and give the result, a new reference, NULL for null; or they refuse
 * by connection_refuse. All places count from 0 in units of the encoding agreed on. */
#ifndef LSP_ANSWERS_H
#define LSP_ANSWERS_H

#include "lsp/connection.h"

typedef json_t *lsp_answer(struct connection *s, const json_t *params);

lsp_answer answer_hover;      /* hover.c */
lsp_answer answer_completion; /* complete.c */
lsp_answer answer_definition; /* navigate.c */
lsp_answer answer_references;
lsp_answer answer_highlight;
lsp_answer answer_prepare_rename; /* rename.c */
lsp_answer answer_rename;
lsp_answer answer_will_rename_files;
lsp_answer answer_document_symbols; /* symbols.c */
lsp_answer answer_workspace_symbols;
lsp_answer answer_code_actions; /* actions.c */
lsp_answer answer_execute_command;
lsp_answer answer_code_lenses; /* lenses.c */
lsp_answer answer_resolve_lens;
lsp_answer answer_folding_ranges; /* ranges.c */
lsp_answer answer_selection_ranges;
lsp_answer answer_document_links;  /* links.c */
lsp_answer answer_inlay_hints;     /* hints.c */
lsp_answer answer_semantic_tokens; /* tokens.c */
lsp_answer answer_status;          /* status.c */

/* What semantic tokens are counted by: the legend of the server's capabilities. */
json_t *tokens_legend(void);
/* The commands that workspace/executeCommand takes. */
json_t *commands_known(void);

#endif
