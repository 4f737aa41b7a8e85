use crate::name::word_list;

/// What every tag of a policy must be, besides a valid tag.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TagConstraint {
    /// The value of a [Kubernetes label]: at most 63 letters, digits, `_`, `.`
    /// and `-`, a letter or a digit at either end.
    ///
    /// [Kubernetes label]: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    KubernetesLabel,
    /// A [DNS label]: at most 63 lower-case letters, digits and `-`, none of
    /// them a `-` at either end. Whatever fits is a Kubernetes label too.
    ///
    /// [DNS label]: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
    DnsLabel,
}

word_list! {
    TagConstraint, "constraint of tags",
    KubernetesLabel "kubernetes-label"
    or DnsLabel "dns-label"
}
