/* policy: a CEL policy, YAML with CEL in it (cel-go's package policy): name, description, imports, rule: { id,
 * description, variables: [{ name, expression }], match | aggregate: [{ condition, output | rule, explanation }] }.
 *
 * Where upstream's reader loses text without a word, this one does not: a blank line inside of a | or > scalar belongs to
 * it, an alias is what its anchor holds, and a rule without matches is refused instead of crashing. */
#ifndef CEL_POLICY_H
#define CEL_POLICY_H

#include "cel/cel.h"

enum cel_policy_flag {
    CEL_POLICY_SIMPLE_VARIABLES = 1, /* variables as `- name: expression` */
};

struct cel_policy;

/* Reads and compiles a policy; text and env must outlive it. Lives in the arena but for its patterns. NULL with issues,
 * whose places are those in the YAML text, also inside of scalars over several lines: stage CEL_STAGE_PARSE for its form,
 * CEL_STAGE_CHECK for its expressions. */
struct cel_policy *cel_policy_compile(const struct cel_env *env, struct arena *a, struct str text, unsigned flags,
                                      struct cel_issues *issues);
/* The same of a policy that stands inside of another document: node is its mapping, on a tape of text. */
struct node;
struct cel_policy *cel_policy_compile_node(const struct cel_env *env, struct arena *a, struct str text,
                                           const struct node *node, unsigned flags, struct cel_issues *issues);
/* As cel_coverage_gaps, of all conditions of the policy, a match's whole condition among them; places are those in its
 * text. */
void cel_policy_gaps(const struct cel_coverage *c, const struct cel_policy *p,
                     void (*tell)(void *context, uint32_t at, bool held, bool failed), void *context);
void cel_policy_free(struct cel_policy *p);

/* The type of its outputs: of one of them for an aggregate, without the optional where there may be none. */
const struct cel_type *cel_policy_type(const struct cel_policy *p);
struct str cel_policy_name(const struct cel_policy *p);
/* Whether any match explains itself. */
bool cel_policy_has_explanations(const struct cel_policy *p);
/* Its output, or with explain what explains it: of the first match, a list for an aggregate; an optional value where no
 * match may hold. The machine is used as by cel_evaluate. */
enum cel_outcome cel_policy_evaluate(const struct cel_policy *p, struct cel_machine *m, const struct cel_bindings *b,
                                     bool explain, struct cel_value *out);

#endif
