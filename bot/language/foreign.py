"""Everyday words of third languages written in Latin letters, so that they are not taken for Vietnamese."""

from __future__ import annotations

#: Weight of one such word; two of them outweigh a chance likeness.
FOREIGN_SENSE = 0.9

_WORDS = {
    "fr": "bonjour bonsoir salut merci je tu il elle nous vous ils est sont suis avez avoir"
    " voudrais veux acheter combien coute prix cette"
    " ce ces les des une pour avec dans sur mais ou quel quelle quand pourquoi comment livraison commande taille"
    " couleur chaussures robe"
    " noir rouge disponible monsieur madame aussi pas plus tres oui non sil plait mon ma mes votre bien ca et du"
    " au aux un le",
    "es": "hola gracias buenos buenas dias tardes cuanto cuesta precio quiero quisiera"
    " necesito tiene tienen tengo para por favor que como"
    " donde cuando esta este estos ese el los las una uno con del envio talla zapatos camisa vestido negro rojo"
    " comprar pedido mi su"
    " muy pero si hay puedo puede usted yo es y de la en un",
    "pt": "ola obrigado obrigada quanto custa preco voce vocês tem quero gostaria comprar"
    " frete tamanho sapatos para por que como onde"
    " uma um com meu minha nao sim este esta isso bom dia do da os",
    "id": "apa apakah berapa harga harganya saya aku kamu yang ada ini itu bisa barang terima"
    " kasih mau beli membeli tidak kirim dikirim ke"
    " dari untuk dengan dan warna ukuran baju sepatu kapan dimana gimana bagaimana sudah belum kak gan min tolong"
    " pesan pesanan ongkir"
    " toko stok masih boleh selamat pagi siang malam",
    "tl": "magkano po ito ba ang mga sa ako kayo meron salamat gusto bumili pwede ilan kailan saan hindi oo naman yung",
    "de": "ich du er sie wir ihr und oder aber nicht kein der die das den dem ein eine wie"
    " viel kostet kosten haben hat ist sind mochte"
    " kaufen bitte danke guten tag hallo wo wann warum grosse farbe schuhe versand bestellung fur mit auf von zu im",
    "it": "ciao grazie buongiorno quanto costa prezzo vorrei voglio comprare avete questo"
    " questa scarpe taglia per favore dove quando come"
    " sono non spedizione ordine il gli che di della nero rosso",
    "ms": "berapa harga ada saya nak beli boleh barang penghantaran terima kasih tak kedai",
    "nl": "hoeveel kost dit ik wil graag kopen hallo dank bedankt heeft jullie maat"
    " schoenen een het van niet waar wanneer",
    "tr": "merhaba ne kadar fiyat var mi istiyorum almak tesekkurler nasil kargo beden bu",
    "pl": "ile kosztuje dzien dobry dziekuje chce kupic czy jest rozmiar buty prosze jak",
    "ro": "cat costa buna ziua multumesc vreau sa cumpar marime",
    "pinyin": "nihao xiexie duoshao qian zhege shenme",
    "romaji": "konnichiwa arigatou ikura desu kudasai kore watashi",
}

# Words that are also Vietnamese syllables or English words prove nothing.
_NOT_TELLING = frozenset(
    """
        il la le ma me mi mes su si y en es de un una uno on ou os do da du au ca pas plus dans ce con con mai mau ini
        tu em no ne nu nao po ba sa ang oo an ang min gan ke dan den dem die das im am zu tag hat wo war van het dit
        cat jak ile bu var per come non son as hay como pero con ha he ho hi ich ist ada and or not a e i o u aux des
        une toi moi san thanh sang nak tak boleh-no kak que
    """.split()
) - {"que", "kak", "des", "une", "dans", "das", "ada", "nak", "tak", "ini", "ich", "ist", "como", "pero", "aux"}

#: Folded word → the languages that use it.
FOREIGN: dict[str, tuple[str, ...]] = {}
for _language, _list in _WORDS.items():
    for _word in _list.split():
        if _word not in _NOT_TELLING:
            FOREIGN[_word] = (*FOREIGN.get(_word, ()), _language)
