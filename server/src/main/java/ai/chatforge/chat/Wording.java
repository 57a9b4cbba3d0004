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
 * @param notInFiles the same when files were given along with the question
 */
record Wording(
        String withheld, String hello, String noSources, String privateOnly, String notFound, String notInFiles) {
    private static final Wording ENGLISH = new Wording(
            "[not public]",
            "Hello! Ask me something about my sources.",
            "I have no sources to answer from yet.",
            "I know about that only from sources that I may not quote. Please ask the people behind this chatbot.",
            "I found no answer to that in my sources. Try other words, or ask about something else.",
            "I can only pick out sentences that have the words of your question, and found none in the attached files"
                    + " or in my sources. Ask with words that stand there.");

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
                                + " oder fragen Sie etwas anderes.",
                        "Ich kann nur Sätze heraussuchen, in denen die Wörter der Frage stehen, und habe in den"
                                + " angehängten Dateien und in meinen Quellen keine gefunden. Fragen Sie mit Wörtern, die"
                                + " dort stehen."));
        BY_LANGUAGE.put(
                "es",
                new Wording(
                        "[no público]",
                        "¡Hola! Pregúnteme algo sobre mis fuentes.",
                        "Todavía no tengo fuentes con las que responder.",
                        "Sobre eso solo sé por fuentes que no puedo citar. Por favor, pregunte a las personas que están"
                                + " detrás de este chatbot.",
                        "No he encontrado respuesta a eso en mis fuentes. Pruebe con otras palabras o pregunte otra"
                                + " cosa.",
                        "Solo puedo escoger frases que contengan las palabras de la pregunta, y no he encontrado ninguna"
                                + " en los archivos adjuntos ni en mis fuentes. Pregunte con palabras que aparezcan en"
                                + " ellos."));
        BY_LANGUAGE.put(
                "fr",
                new Wording(
                        "[non public]",
                        "Bonjour ! Posez-moi une question sur mes sources.",
                        "Je n'ai pas encore de sources pour répondre.",
                        "Je ne le sais que par des sources que je n'ai pas le droit de citer. Adressez-vous aux"
                                + " personnes qui proposent ce chatbot.",
                        "Je n'ai pas trouvé de réponse à cela dans mes sources. Essayez avec d'autres mots ou posez une"
                                + " autre question.",
                        "Je peux seulement choisir des phrases qui contiennent les mots de la question, et je n'en ai"
                                + " trouvé aucune dans les fichiers joints ni dans mes sources. Reprenez des mots qui y"
                                + " figurent."));
        BY_LANGUAGE.put(
                "it",
                new Wording(
                        "[non pubblico]",
                        "Ciao! Mi chieda qualcosa sulle mie fonti.",
                        "Non ho ancora fonti da cui rispondere.",
                        "Lo so soltanto da fonti che non posso citare. Si rivolga alle persone che offrono questo"
                                + " chatbot.",
                        "Non ho trovato una risposta nelle mie fonti. Provi con altre parole o chieda qualcos'altro.",
                        "Posso solo scegliere frasi che contengono le parole della domanda, e non ne ho trovate nei file"
                                + " allegati né nelle mie fonti. Chieda con parole che vi compaiono."));
        BY_LANGUAGE.put(
                "pt",
                new Wording(
                        "[não público]",
                        "Olá! Pergunte-me algo sobre as minhas fontes.",
                        "Ainda não tenho fontes para responder.",
                        "Só sei disso por fontes que não posso citar. Por favor, pergunte às pessoas responsáveis por"
                                + " este chatbot.",
                        "Não encontrei resposta para isso nas minhas fontes. Tente com outras palavras ou pergunte"
                                + " outra coisa.",
                        "Só consigo escolher frases que contenham as palavras da pergunta, e não encontrei nenhuma nos"
                                + " ficheiros anexados nem nas minhas fontes. Pergunte com palavras que lá apareçam."));
        BY_LANGUAGE.put(
                "ru",
                new Wording(
                        "[не для публикации]",
                        "Здравствуйте! Спросите меня о чём-нибудь из моих источников.",
                        "У меня пока нет источников для ответа.",
                        "Об этом я знаю только из источников, которые не могу цитировать. Обратитесь, пожалуйста, к"
                                + " людям, которым принадлежит этот чат-бот.",
                        "В моих источниках ответа на это не нашлось. Попробуйте другими словами или спросите о другом.",
                        "Я могу только выбирать предложения со словами вопроса, а в приложенных файлах и в моих"
                                + " источниках таких не нашлось. Спросите словами, которые там встречаются."));
        BY_LANGUAGE.put(
                "zh",
                new Wording(
                        "[不公开]",
                        "您好！请就我的资料向我提问。",
                        "我还没有可以用来回答的资料。",
                        "这一点我只从不能引用的资料中得知。请咨询提供这个聊天机器人的人员。",
                        "我在资料中没有找到答案。请换一种说法，或者问别的问题。",
                        "我只能挑选包含提问词语的句子，在附件和我的资料中都没有找到。请使用其中出现的词语提问。"));
        BY_LANGUAGE.put(
                "ja",
                new Wording(
                        "[非公開]",
                        "こんにちは。資料について何でもお尋ねください。",
                        "まだ回答のもとになる資料がありません。",
                        "その件は引用できない資料でしか確認できません。このチャットボットの提供者にお問い合わせください。",
                        "資料の中に答えが見つかりませんでした。別の言葉で試すか、ほかのことをお尋ねください。",
                        "質問の言葉を含む文を選び出すことしかできず、添付ファイルにも資料にも見つかりませんでした。" + "そこに出てくる言葉でお尋ねください。"));
    }

    /** English where there is no other. */
    static Wording in(String language) {
        return BY_LANGUAGE.getOrDefault(language, ENGLISH);
    }
}
