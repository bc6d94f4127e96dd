/* marshal: a value as sigs.k8s.io/yaml writes it: block style, two blanks a level, lists at their key's column, keys
 * in yaml.v2's order (digits by their value), strings quoted only where yaml.v2 quotes, long plain texts folded. */
#ifndef SYNTAX_YAML_MARSHAL_H
#define SYNTAX_YAML_MARSHAL_H

#include "base/buf.h"
#include "syntax/tape.h"

/* Appends the text of Go's yaml.Marshal; NULL is null. False when it nests deeper than 1000. */
bool yaml_marshal(struct buf *out, const struct node *root);

#endif
