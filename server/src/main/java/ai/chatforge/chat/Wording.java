package ai.chatforge.chat;

import java.util.HashMap;
import java.util.Map;

/**
 * What ChatForge itself says in an answer, in the answer's language.
 *
 * @param withheld stands in place of private text
 * @param hello to who only greets
 * @param noSources when the bot has nothing to answer from
 * @param privateOnly when only sources that may not be quoted hold the answer
 * @param notFound when the sources hold no answer
 */
record Wording(String withheld, String hello, String noSources, String privateOnly, String notFound) {
    private static final Wording ENGLISH = new Wording(
            "[not public]",
            "Hello! Ask me something about my sources.",
            "I have no sources to answer from yet.",
            "I know about that only from sources that I may not quote. Please ask the people behind this chatbot.",
            "I found no answer to that in my sources. Try other words, or ask about something else.");

    private static final Map<String, Wording> BY_LANGUAGE = new HashMap<>();

    static {
        BY_LANGUAGE.put(
                "de",
                new Wording(
                        "[nicht öffentlich]",
                        "Hallo! Fragen Sie mich etwas zu meinen Quellen.",
                        "Ich habe noch keine Quellen, aus denen ich antworten könnte.",
                        "Darüber weiß ich nur aus Quellen, die ich nicht zitieren darf. Bitte wenden Sie sich an die"
                                + " Menschen hinter diesem Chatbot.",
                        "Dazu habe ich in meinen Quellen keine Antwort gefunden. Versuchen Sie es mit anderen Worten,"
                                + " oder fragen Sie etwas anderes."));
        BY_LANGUAGE.put(
                "es",
                new Wording(
                        "[no público]",
                        "¡Hola! Pregúnteme algo sobre mis fuentes.",
                        "Todavía no tengo fuentes con las que responder.",
                        "Sobre eso solo sé por fuentes que no puedo citar. Por favor, pregunte a las personas que están"
                                + " detrás de este chatbot.",
                        "No he encontrado respuesta a eso en mis fuentes. Pruebe con otras palabras o pregunte otra"
                                + " cosa."));
        BY_LANGUAGE.put(
                "fr",
                new Wording(
                        "[non public]",
                        "Bonjour ! Posez-moi une question sur mes sources.",
                        "Je n'ai pas encore de sources pour répondre.",
                        "Je ne le sais que par des sources que je n'ai pas le droit de citer. Adressez-vous aux"
                                + " personnes qui proposent ce chatbot.",
                        "Je n'ai pas trouvé de réponse à cela dans mes sources. Essayez avec d'autres mots ou posez une"
                                + " autre question."));
        BY_LANGUAGE.put(
                "it",
                new Wording(
                        "[non pubblico]",
                        "Ciao! Mi chieda qualcosa sulle mie fonti.",
                        "Non ho ancora fonti da cui rispondere.",
                        "Lo so soltanto da fonti che non posso citare. Si rivolga alle persone che offrono questo"
                                + " chatbot.",
                        "Non ho trovato una risposta nelle mie fonti. Provi con altre parole o chieda qualcos'altro."));
        BY_LANGUAGE.put(
                "pt",
                new Wording(
                        "[não público]",
                        "Olá! Pergunte-me algo sobre as minhas fontes.",
                        "Ainda não tenho fontes para responder.",
                        "Só sei disso por fontes que não posso citar. Por favor, pergunte às pessoas responsáveis por"
                                + " este chatbot.",
                        "Não encontrei resposta para isso nas minhas fontes. Tente com outras palavras ou pergunte"
                                + " outra coisa."));
        BY_LANGUAGE.put(
                "ru",
                new Wording(
                        "[не для публикации]",
                        "Здравствуйте! Спросите меня о чём-нибудь из моих источников.",
                        "У меня пока нет источников для ответа.",
                        "Об этом я знаю только из источников, которые не могу цитировать. Обратитесь, пожалуйста, к"
                                + " людям, которым принадлежит этот чат-бот.",
                        "В моих источниках ответа на это не нашлось. Попробуйте другими словами или спросите о другом."));
        BY_LANGUAGE.put(
                "zh",
                new Wording(
                        "[不公开]",
                        "您好！请就我的资料向我提问。",
                        "我还没有可以用来回答的资料。",
                        "这一点我只从不能引用的资料中得知。请咨询提供这个聊天机器人的人员。",
                        "我在资料中没有找到答案。请换一种说法，或者问别的问题。"));
        BY_LANGUAGE.put(
                "ja",
                new Wording(
                        "[非公開]",
                        "こんにちは。資料について何でもお尋ねください。",
                        "まだ回答のもとになる資料がありません。",
                        "その件は引用できない資料でしか確認できません。このチャットボットの提供者にお問い合わせください。",
                        "資料の中に答えが見つかりませんでした。別の言葉で試すか、ほかのことをお尋ねください。"));
    }

    /** English where there is no other. */
    static Wording in(String language) {
        return BY_LANGUAGE.getOrDefault(language, ENGLISH);
    }
}
