/* setting_check: checks of one setting that several rules make with different words. says is what Prow prints
 * before the words of the library that refuses the value. Those that answer give false when they reported
 * something. */
#ifndef RULES_PROW_SETTING_CHECK_H
#define RULES_PROW_SETTING_CHECK_H

#include "prow/files/setting.h"
#include "rule/rule.h"
#include "schema/behaviour.h"
#include "syntax/template/template.h"

/* Reports a string that text/template does not parse. name is the name that the template has in Go's words.
 */
bool setting_check_template(struct check *c, const struct setting *s, struct str name,
                            const struct template_funcs *funcs, struct str says);
/* The template's error without "template: NAME:LINE:COLUMN: ". */
struct str template_reason(const struct template_error *e, struct str name);

/* Reports a string that url.Parse refuses. */
bool setting_check_url(struct check *c, const struct setting *s, struct str says);

/* Reports a text at n (the value or the key of s) that is no regular expression; with_error adds Go's words
 * after says. */
bool setting_check_regex(struct check *c, const struct prow_tree *t, const struct setting *s, const struct node *n,
                         struct str says, bool with_error);

/* Reports a string that is no label selector. */
bool setting_check_selector(struct check *c, const struct setting *s, struct str says);

/* Reports two settings that are both there and exclude each other since that behaviour: advice says what to
 * do. */
void setting_check_exclusive(struct check *c, const struct setting *one, const struct setting *other,
                             const char *advice, const char *says, enum behaviour tightened);

/* Reports every null in a list of the main file whose elements Prow follows as pointers. */
void setting_check_no_null(struct check *c, const struct prow_tree *t, const char *fields);

/* Says which deployed versions refuse what was reported last, where not all of them do. */
void refused_by_some(struct check *c, enum behaviour tightened);

#endif
