/* Kubernetes' authorizer: nobody can be asked here, but the checker knows its methods. */
#include "cel/env.h"

#define A "message(kubernetes.authorization.Authorizer)"
#define P "message(kubernetes.authorization.PathCheck)"
#define G "message(kubernetes.authorization.GroupCheck)"
#define R "message(kubernetes.authorization.ResourceCheck)"
#define D "message(kubernetes.authorization.Decision)"

const struct cel_decl cel_decls_k8s_authz[] = {
    { "path", "authorizer_path", "." A ",string>" P, NULL, NULL },
    { "group", "authorizer_group", "." A ",string>" G, NULL, NULL },
    { "serviceAccount", "authorizer_serviceaccount", "." A ",string,string>" A, NULL, NULL },
    { "resource", "groupcheck_resource", "." G ",string>" R, NULL, NULL },
    { "subresource", "resourcecheck_subresource", "." R ",string>" R, NULL, NULL },
    { "namespace", "resourcecheck_namespace", "." R ",string>" R, NULL, NULL },
    { "name", "resourcecheck_name", "." R ",string>" R, NULL, NULL },
    { "check", "pathcheck_check", "." P ",string>" D, NULL, NULL },
    { "check", "resourcecheck_check", "." R ",string>" D, NULL, NULL },
    { "allowed", "decision_allowed", "." D ">bool", NULL, NULL },
    { "reason", "decision_reason", "." D ">string", NULL, NULL },
    { "errored", "decision_errored", "." D ">bool", NULL, NULL },
    { "error", "decision_error", "." D ">string", NULL, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
