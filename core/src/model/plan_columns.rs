//! What the columns of an address table hold, by their headings.

use super::entry_source::PlanField;

/// Which column of a table holds which field of an entry. At most one column holds a field.
///
/// ```
/// use netplat_core::model::{PlanColumns, PlanField};
/// let columns = PlanColumns::guess(&["Netzwerk", "CIDR", "Zweck", "Verantwortlich"], 1);
/// assert_eq!(columns.field(0), Some(PlanField::Name));
/// assert_eq!(columns.column(PlanField::Role), Some(2));
/// assert_eq!(columns.column(PlanField::Owner), Some(3));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlanColumns {
    fields: Vec<Option<PlanField>>,
}

impl PlanColumns {
    /// What the columns with these `headings` hold when the one at `addresses` holds the prefixes. When no heading
    /// speaks of a name, the first column that holds nothing else is taken for it.
    pub fn guess<T: AsRef<str>>(headings: &[T], addresses: usize) -> Self {
        let said: Vec<Vec<String>> = headings.iter().map(|heading| words(heading.as_ref())).collect();
        let mut columns = Self { fields: vec![None; headings.len()] };
        columns.set(addresses, PlanField::Cidr);
        for (field, phrases) in HEADINGS {
            if columns.column(*field).is_none()
                && let Some(column) = columns.free_column(&said, phrases)
            {
                columns.set(column, *field);
            }
        }
        if columns.column(PlanField::Name).is_none()
            && let Some(first) = columns.fields.iter().position(Option::is_none)
        {
            columns.set(first, PlanField::Name);
        }
        columns
    }

    /// The field that the column at `column` holds.
    pub fn field(&self, column: usize) -> Option<PlanField> {
        self.fields.get(column).copied().flatten()
    }

    /// The column that holds `field`.
    pub fn column(&self, field: PlanField) -> Option<usize> {
        self.fields.iter().position(|held| *held == Some(field))
    }

    /// The columns, each with the field that it holds.
    pub fn fields(&self) -> &[Option<PlanField>] {
        &self.fields
    }

    fn set(&mut self, column: usize, field: PlanField) {
        if let Some(slot) = self.fields.get_mut(column) {
            *slot = Some(field);
        }
    }

    /// The first column without a field whose heading has the earliest of `phrases`.
    fn free_column(&self, said: &[Vec<String>], phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| {
            let mut columns = said.iter().zip(&self.fields);
            columns.position(|(heading, field)| field.is_none() && has_phrase(heading, phrase))
        })
    }
}

/// The place of the column among `headings` that may hold prefixes, the likeliest first. Whether it does, its cells
/// say.
pub(super) fn address_columns<T: AsRef<str>>(headings: &[T]) -> Vec<usize> {
    let said: Vec<Vec<String>> = headings.iter().map(|heading| words(heading.as_ref())).collect();
    let mut found = Vec::new();
    for phrase in ADDRESS_HEADINGS {
        for (column, heading) in said.iter().enumerate() {
            if has_phrase(heading, phrase) && !found.contains(&column) {
                found.push(column);
            }
        }
    }
    found
}

static ADDRESS_HEADINGS: &[&str] = &[
    "cidr",
    "prefix",
    "präfix",
    "préfixe",
    "prefijo",
    "prefixo",
    "префикс",
    "网段",
    "地址段",
    "subnet",
    "subnetz",
    "sous réseau",
    "subred",
    "sub rede",
    "подсеть",
    "子网",
    "サブネット",
    "range",
    "bereich",
    "adressbereich",
    "plage",
    "rango",
    "faixa",
    "диапазон",
    "アドレス範囲",
    "network",
    "netz",
    "netzwerk",
    "réseau",
    "red",
    "rede",
    "сеть",
    "ネットワーク",
    "address",
    "adresse",
    "dirección",
    "endereço",
    "адрес",
    "地址",
    "アドレス",
    "block",
    "ip",
];

/// Phrases of headings, the more telling first; a field may come again with phrases that speak of others, too.
static HEADINGS: &[(PlanField, &[&str])] = &[
    (PlanField::NodeMask, &["nodemask", "node mask", "node prefix length", "mask per node"]),
    (PlanField::Cluster, &["cluster", "grappe", "clúster", "кластер", "集群", "クラスタ", "クラスター"]),
    (PlanField::Cloud, &["cloud", "provider", "облако", "云"]),
    (
        PlanField::Role,
        &[
            "role",
            "purpose",
            "use",
            "usage",
            "used for",
            "function",
            "rolle",
            "zweck",
            "verwendung",
            "nutzung",
            "rôle",
            "fonction",
            "utilisation",
            "rol",
            "uso",
            "función",
            "propósito",
            "finalidad",
            "função",
            "finalidade",
            "роль",
            "назначение",
            "用途",
            "角色",
            "役割",
        ],
    ),
    (
        PlanField::Name,
        &[
            "name",
            "network",
            "subnet",
            "segment",
            "vlan",
            "pool",
            "type",
            "component",
            "bezeichnung",
            "netz",
            "netzwerk",
            "subnetz",
            "komponente",
            "nom",
            "réseau",
            "segmento",
            "nombre",
            "red",
            "nome",
            "rede",
            "имя",
            "название",
            "сеть",
            "名称",
            "名字",
            "名前",
            "ネットワーク",
            "セグメント",
        ],
    ),
    (PlanField::Role, &["type", "description"]),
    (
        PlanField::Zone,
        &[
            "zone",
            "availability zone",
            "az",
            "region",
            "location",
            "site",
            "standort",
            "emplacement",
            "région",
            "zona",
            "ubicación",
            "região",
            "localização",
            "зона",
            "регион",
            "可用区",
            "区域",
            "ゾーン",
            "リージョン",
        ],
    ),
    (
        PlanField::Owner,
        &[
            "owner",
            "owned by",
            "team",
            "contact",
            "responsible",
            "tenant",
            "eigentümer",
            "besitzer",
            "verantwortlich",
            "verantwortlicher",
            "zuständig",
            "propriétaire",
            "responsable",
            "équipe",
            "propietario",
            "equipo",
            "responsável",
            "dono",
            "владелец",
            "ответственный",
            "负责人",
            "所有者",
            "担当",
            "担当者",
        ],
    ),
    (
        PlanField::Status,
        &["status", "state", "zustand", "statut", "état", "estado", "статус", "состояние", "状态", "状態"],
    ),
    (
        PlanField::Note,
        &[
            "note",
            "comment",
            "remark",
            "description",
            "bemerkung",
            "anmerkung",
            "hinweis",
            "notiz",
            "kommentar",
            "beschreibung",
            "remarque",
            "commentaire",
            "nota",
            "comentario",
            "descripción",
            "observação",
            "comentário",
            "descrição",
            "примечание",
            "комментарий",
            "описание",
            "备注",
            "说明",
            "備考",
            "説明",
        ],
    ),
];

/// The words of a heading in lower case.
fn words(heading: &str) -> Vec<String> {
    let lower = heading.to_lowercase();
    let parts = lower.split(|it: char| !it.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether `heading` has the words of `phrase` one after the other, also in the plural. Writings without spaces
/// between words have it where its letters stand.
fn has_phrase(heading: &[String], phrase: &str) -> bool {
    if phrase.starts_with(is_written_without_spaces) {
        return heading.iter().any(|word| word.contains(phrase));
    }
    let same = |said: &str, word: &str| {
        said == word || said.strip_suffix("es") == Some(word) || said.strip_suffix('s') == Some(word)
    };
    let words: Vec<&str> = phrase.split(' ').collect();
    heading.windows(words.len()).any(|window| window.iter().zip(&words).all(|(said, word)| same(said, word)))
}

fn is_written_without_spaces(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use PlanField as F;

    fn guessed(headings: &[&str]) -> Vec<Option<PlanField>> {
        let addresses = address_columns(headings).first().copied().unwrap_or(0);
        PlanColumns::guess(headings, addresses).fields().to_vec()
    }

    #[test]
    fn headings_of_several_languages_are_known() {
        let full = [Some(F::Name), Some(F::Cidr), Some(F::Role), Some(F::Owner), Some(F::Status)];
        for headings in [
            ["Network", "CIDR", "Purpose", "Owner", "Status"],
            ["Netz", "Präfix", "Zweck", "Verantwortlich", "Zustand"],
            ["Nom", "Sous-réseau", "Usage", "Propriétaire", "État"],
            ["Nombre", "Rango", "Función", "Responsable", "Estado"],
            ["Имя", "Подсеть", "Назначение", "Владелец", "Статус"],
            ["名称", "网段", "用途", "负责人", "状态"],
            ["名前", "サブネット", "用途", "担当者", "状態"],
        ] {
            assert_eq!(guessed(&headings), full, "{headings:?}");
        }
    }

    #[test]
    fn a_heading_that_may_mean_two_things_takes_what_no_other_has() {
        assert_eq!(guessed(&["Type", "CIDR", "Description"]), [Some(F::Name), Some(F::Cidr), Some(F::Role)]);
        assert_eq!(
            guessed(&["Role", "CIDR", "Description", "Zone"]),
            [Some(F::Role), Some(F::Cidr), Some(F::Note), Some(F::Zone)]
        );
        assert_eq!(
            guessed(&["Subnets", "IP ranges", "Availability zone", "Cloud"]),
            [Some(F::Cidr), Some(F::Name), Some(F::Zone), Some(F::Cloud)]
        );
        assert_eq!(guessed(&["What", "Prefixes"]), [Some(F::Name), Some(F::Cidr)]);
    }
}
