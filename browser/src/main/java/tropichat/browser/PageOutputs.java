package tropichat.browser;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.DescriptionProof;
import tropichat.core.Event;
import tropichat.core.Member;
import tropichat.core.Output;
import tropichat.core.Signal;
import tropichat.core.base.Hashes;
import tropichat.core.identity.Card;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.KeySignature;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SolanaSignature;
import tropichat.core.wire.Cid;

/** Core's outputs as plain objects that TypeScript tells apart by their {@code type}: see peer.d.ts. */
final class PageOutputs {
    private PageOutputs() {}

    static JSArray<JSObject> of(List<Output> outputs, Hashes hashes) {
        JSArray<JSObject> page = new JSArray<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            page.set(i, of(outputs.get(i), hashes));
        }
        return page;
    }

    private static JSObject of(Output output, Hashes hashes) {
        return switch (output) {
            case Output.OpenLink open -> openLink(open.link(), open.initiator(), open.polite(), open.trickle());
            case Output.OpenRelay open -> openRelay(open.link(), open.to(), open.initiator(), open.polite());
            case Output.ApplySignal apply -> applySignal(apply.link(), kind(apply.kind()), apply.body());
            case Output.SendSignal send -> sendSignal(send.to(), of(send.signal()));
            case Output.AskMembers ignored -> askMembers();
            case Output.AskLapses ask ->
                askLapses(
                        Borders.view(ask.rule()),
                        Borders.texts(ask.keepers(), DidKey::did),
                        Borders.texts(ask.wallets(), wallet -> wallet.text(hashes)));
            case Output.AskTicket ask ->
                askTicket(
                        ask.rule() == null ? null : Borders.view(ask.rule()),
                        Borders.texts(ask.keepers(), DidKey::did));
            case Output.Recheck ask ->
                recheck(
                        Borders.view(ask.hash()),
                        ask.rule() == null ? null : Borders.view(ask.rule()),
                        ask.wallet().text(hashes));
            case Output.SendFragment send -> sendFragment(send.link(), send.bulk(), Borders.view(send.fragment()));
            case Output.RepairLink repair -> repairLink(repair.link());
            case Output.CloseLink close -> closeLink(close.link());
            case Output.Sign sign -> sign(sign.ticket(), Borders.view(sign.message()));
            case Output.Verify verify -> of(verify.ticket(), verify.check());
            case Output.Seal seal ->
                seal(seal.ticket(), code(seal.purpose().name()), Borders.view(seal.to()), Borders.view(seal.content()));
            case Output.Unseal unseal ->
                unseal(unseal.ticket(), code(unseal.purpose().name()), Borders.view(unseal.sealed()));
            case Output.Store store ->
                store(store.ticket(), code(store.origin().name()), PageEntries.of(store.logged(), hashes));
            case Output.StoreProfile store -> storeProfile(store.id().text(), Borders.view(store.block()));
            case Output.Load load -> load(load.ticket(), Borders.view(PageKeys.pack(load.keys())));
            case Output.LoadProfiles load -> loadProfiles(load.ticket(), Borders.texts(load.ids(), Cid::text));
            case Output.Drop drop -> drop((double) drop.belowLamport());
            case Output.StoreRecord store -> storeRecord(Borders.view(store.block()));
            case Output.StoreRule store ->
                storeRule(store.id().text(), Borders.view(store.account().bytes()), Borders.view(store.block()));
            case Output.StoreEpoch store ->
                storeEpoch(store.id().text(), store.state() == null ? null : Borders.view(store.state()));
            case Output.MakePreKey make -> makePreKey(make.ticket());
            case Output.ErasePreKeys erase -> erasePreKeys(Borders.view(erase.before()));
            case Output.Erase erase -> erase(Borders.view(PageKeys.pack(erase.keys())));
            case Output.Emit emit -> emit(of(emit.event(), hashes));
        };
    }

    private static JSObject of(Signal signal) {
        DidKey session = signal.session();
        DescriptionProof proof = signal.proof();
        return signal(
                session == null ? null : session.did(),
                signal.instance(),
                signal.attempt(),
                kind(signal.kind()),
                signal.low(),
                signal.body(),
                proof == null ? 0 : (double) proof.timeMillis(),
                proof == null ? null : Borders.view(proof.signature()),
                signal.relayed());
    }

    static JSObject of(int ticket, SignatureCheck check) {
        return switch (check) {
            case SignatureCheck.BySession session ->
                verify(
                        ticket,
                        "ed25519",
                        Borders.view(session.signer().publicKey()),
                        Borders.view(session.message()),
                        Borders.view(session.signature()));
            case SignatureCheck.ByWallet wallet ->
                verify(
                        ticket,
                        by(wallet.signature()),
                        Borders.view(wallet.signer().bytes()),
                        Borders.view(wallet.message()),
                        Borders.view(wallet.signature().bytes()));
            case SignatureCheck.ByContract contract ->
                askContract(
                        ticket,
                        (double) contract.signer().chainId(),
                        Borders.view(contract.signer().address().bytes()),
                        Borders.view(contract.message()),
                        Borders.view(contract.signature().bytes()));
        };
    }

    private static String by(KeySignature signature) {
        return switch (signature) {
            case EthereumSignature ignored -> "eip191";
            case SolanaSignature ignored -> "ed25519";
        };
    }

    private static JSObject of(Event event, Hashes hashes) {
        return switch (event) {
            case Event.MemberJoined joined -> memberJoined(of(joined.member()), joined.met());
            case Event.MemberChanged changed -> memberChanged(of(changed.member()));
            case Event.MemberLeft left -> memberLeft(of(left.member()));
            case Event.MemberForgotten forgotten -> memberForgotten(of(forgotten.member()));
            case Event.RoomSize size -> roomSize(size.members());
            case Event.MemberRenamed renamed -> memberRenamed(of(renamed.member()), renamed.formerName());
            case Event.ProfileChanged changed ->
                profileChanged(
                        changed.profile().name(),
                        changed.profile().color(),
                        of(changed.profile().card()));
            case Event.Message message ->
                message(message.id().text(), of(message.author()), message.text(), message.action(), (double)
                        message.timeMillis());
            case Event.OwnMessage own ->
                ownMessage(
                        own.id().text(), own.profile().name(), own.profile().color(), own.text(), own.action(), (double)
                                own.timeMillis());
            case Event.Reached reached -> reached(reached.id().text(), reached.sent(), reached.reached(), reached.of());
            case Event.CatchingUp catching -> catchingUp(catching.come(), catching.of());
            case Event.Imported imported -> PageEntries.of(imported);
            case Event.CodeMade made ->
                codeMade(Borders.view(made.code()), made.reply(), (double) made.expiresAtMillis());
            case Event.CodeRefused refused -> codeRefused(code(refused.refusal().name()));
            case Event.Refused refused -> refused(code(refused.refusal().name()));
            case Event.LawChanged changed -> lawChanged(PageLaw.of(changed, hashes));
            case Event.Denied denied -> denied(code(denied.why().name()));
            case Event.Withdrawn ignored -> withdrawn();
            case Event.Removed removed -> removed(code(removed.why().name()));
        };
    }

    private static JSObject of(Member member) {
        return member(
                member.key(),
                member.did(),
                member.name(),
                member.color(),
                of(member.card()),
                member.wallet(),
                member.proven(),
                code(member.link().name()),
                member.end() == null ? null : code(member.end().name()),
                member.typing());
    }

    private static JSObject of(Card card) {
        return card(card.avatar(), Borders.texts(card.links(), link -> link));
    }

    private static String kind(Signal.Kind kind) {
        return code(kind.name());
    }

    /** Names of enums cross the border in lower case. */
    static String code(String name) {
        StringBuilder code = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            code.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
        }
        return code.toString();
    }

    @JSBody(
            params = {"avatar", "links"},
            script = "return {avatar: avatar, links: links};")
    private static native JSObject card(@Nullable String avatar, JSArray<JSString> links);

    @JSBody(
            params = {"link", "initiator", "polite", "trickle"},
            script = "return {type: 'openLink', link: link, initiator: initiator, polite: polite, trickle: trickle};")
    private static native JSObject openLink(int link, boolean initiator, boolean polite, boolean trickle);

    @JSBody(
            params = {"link", "to", "initiator", "polite"},
            script = "return {type: 'openRelay', link: link, to: to, initiator: initiator, polite: polite};")
    private static native JSObject openRelay(int link, String to, boolean initiator, boolean polite);

    @JSBody(
            params = {"link", "kind", "body"},
            script = "return {type: 'applySignal', link: link, kind: kind, body: body};")
    private static native JSObject applySignal(int link, String kind, String body);

    @JSBody(
            params = {"to", "signal"},
            script = "return {type: 'sendSignal', to: to, signal: signal};")
    private static native JSObject sendSignal(String to, JSObject signal);

    @JSBody(
            params = {"did", "instance", "attempt", "kind", "low", "body", "provenAtMillis", "proof", "relayed"},
            script = "return {did: did, instance: instance, attempt: attempt, kind: kind, low: low, body: body,"
                    + " provenAtMillis: provenAtMillis, proof: proof, relayed: relayed};")
    private static native JSObject signal(
            @Nullable String did,
            String instance,
            int attempt,
            String kind,
            boolean low,
            String body,
            double provenAtMillis,
            @Nullable Uint8Array proof,
            boolean relayed);

    @JSBody(
            params = {"rule", "keepers"},
            script = "return {type: 'askTicket', rule: rule, keepers: keepers};")
    private static native JSObject askTicket(@Nullable Uint8Array rule, JSArray<JSString> keepers);

    @JSBody(
            params = {"hash", "rule", "wallet"},
            script = "return {type: 'recheck', hash: hash, rule: rule, wallet: wallet};")
    private static native JSObject recheck(Uint8Array hash, @Nullable Uint8Array rule, String wallet);

    @JSBody(
            params = {"rule", "keepers", "wallets"},
            script = "return {type: 'askLapses', rule: rule, keepers: keepers, wallets: wallets};")
    private static native JSObject askLapses(Uint8Array rule, JSArray<JSString> keepers, JSArray<JSString> wallets);

    @JSBody(script = "return {type: 'askMembers'};")
    private static native JSObject askMembers();

    @JSBody(
            params = {"link", "bulk", "fragment"},
            script = "return {type: 'sendFragment', link: link, bulk: bulk, fragment: fragment};")
    private static native JSObject sendFragment(int link, boolean bulk, Uint8Array fragment);

    @JSBody(params = "link", script = "return {type: 'repairLink', link: link};")
    private static native JSObject repairLink(int link);

    @JSBody(params = "link", script = "return {type: 'closeLink', link: link};")
    private static native JSObject closeLink(int link);

    @JSBody(
            params = {"ticket", "message"},
            script = "return {type: 'sign', ticket: ticket, message: message};")
    private static native JSObject sign(int ticket, Uint8Array message);

    @JSBody(
            params = {"ticket", "by", "signer", "message", "signature"},
            script = "return {type: 'verify', ticket: ticket, by: by, signer: signer, message: message,"
                    + " signature: signature};")
    private static native JSObject verify(
            int ticket, String by, Uint8Array signer, Uint8Array message, Uint8Array signature);

    @JSBody(
            params = {"ticket", "chain", "signer", "message", "signature"},
            script = "return {type: 'askContract', ticket: ticket, chain: chain, signer: signer, message: message,"
                    + " signature: signature};")
    private static native JSObject askContract(
            int ticket, double chain, Uint8Array signer, Uint8Array message, Uint8Array signature);

    @JSBody(
            params = {"ticket", "purpose", "to", "content"},
            script = "return {type: 'seal', ticket: ticket, purpose: purpose, to: to, content: content};")
    private static native JSObject seal(int ticket, String purpose, Uint8Array to, Uint8Array content);

    @JSBody(
            params = {"ticket", "purpose", "sealed"},
            script = "return {type: 'unseal', ticket: ticket, purpose: purpose, sealed: sealed};")
    private static native JSObject unseal(int ticket, String purpose, Uint8Array sealed);

    @JSBody(params = "block", script = "return {type: 'storeRecord', block: block};")
    private static native JSObject storeRecord(Uint8Array block);

    @JSBody(
            params = {"id", "account", "block"},
            script = "return {type: 'storeRule', id: id, account: account, block: block};")
    private static native JSObject storeRule(String id, Uint8Array account, Uint8Array block);

    @JSBody(
            params = {"id", "state"},
            script = "return {type: 'storeEpoch', id: id, state: state};")
    private static native JSObject storeEpoch(String id, @Nullable Uint8Array state);

    @JSBody(params = "ticket", script = "return {type: 'makePreKey', ticket: ticket};")
    private static native JSObject makePreKey(int ticket);

    @JSBody(params = "before", script = "return {type: 'erasePreKeys', before: before};")
    private static native JSObject erasePreKeys(Uint8Array before);

    @JSBody(params = "keys", script = "return {type: 'erase', keys: keys};")
    private static native JSObject erase(Uint8Array keys);

    @JSBody(params = "law", script = "return {type: 'lawChanged', law: law};")
    private static native JSObject lawChanged(JSObject law);

    @JSBody(params = "code", script = "return {type: 'denied', code: code};")
    private static native JSObject denied(String code);

    @JSBody(script = "return {type: 'withdrawn'};")
    private static native JSObject withdrawn();

    @JSBody(params = "why", script = "return {type: 'removed', why: why};")
    private static native JSObject removed(String why);

    @JSBody(
            params = {"ticket", "origin", "entry"},
            script = "return {type: 'store', ticket: ticket, origin: origin, entry: entry};")
    private static native JSObject store(int ticket, String origin, JSObject entry);

    @JSBody(
            params = {"id", "block"},
            script = "return {type: 'storeProfile', id: id, block: block};")
    private static native JSObject storeProfile(String id, Uint8Array block);

    @JSBody(
            params = {"ticket", "keys"},
            script = "return {type: 'load', ticket: ticket, keys: keys};")
    private static native JSObject load(int ticket, Uint8Array keys);

    @JSBody(
            params = {"ticket", "ids"},
            script = "return {type: 'loadProfiles', ticket: ticket, ids: ids};")
    private static native JSObject loadProfiles(int ticket, JSArray<JSString> ids);

    @JSBody(params = "belowLamport", script = "return {type: 'drop', belowLamport: belowLamport};")
    private static native JSObject drop(double belowLamport);

    @JSBody(
            params = {"id", "sent", "reached", "of"},
            script = "return {type: 'reached', id: id, sent: sent, reached: reached, of: of};")
    private static native JSObject reached(String id, boolean sent, int reached, int of);

    @JSBody(
            params = {"come", "of"},
            script = "return {type: 'catchingUp', come: come, of: of};")
    private static native JSObject catchingUp(int come, int of);

    @JSBody(params = "event", script = "return {type: 'emit', event: event};")
    private static native JSObject emit(JSObject event);

    @JSBody(
            params = {"member", "met"},
            script = "return {type: 'memberJoined', member: member, met: met};")
    private static native JSObject memberJoined(JSObject member, boolean met);

    @JSBody(params = "member", script = "return {type: 'memberChanged', member: member};")
    private static native JSObject memberChanged(JSObject member);

    @JSBody(params = "member", script = "return {type: 'memberLeft', member: member};")
    private static native JSObject memberLeft(JSObject member);

    @JSBody(
            params = {"member", "formerName"},
            script = "return {type: 'memberRenamed', member: member, formerName: formerName};")
    private static native JSObject memberRenamed(JSObject member, String formerName);

    @JSBody(
            params = {"name", "color", "card"},
            script = "return {type: 'profileChanged', name: name, color: color, card: card};")
    private static native JSObject profileChanged(String name, String color, JSObject card);

    @JSBody(
            params = {"id", "author", "text", "action", "timeMillis"},
            script = "return {type: 'message', id: id, author: author, text: text, action: action,"
                    + " timeMillis: timeMillis};")
    private static native JSObject message(String id, JSObject author, String text, boolean action, double timeMillis);

    @JSBody(
            params = {"id", "name", "color", "text", "action", "timeMillis"},
            script = "return {type: 'ownMessage', id: id, name: name, color: color, text: text, action: action,"
                    + " timeMillis: timeMillis};")
    private static native JSObject ownMessage(
            String id, String name, String color, String text, boolean action, double timeMillis);

    @JSBody(params = "member", script = "return {type: 'memberForgotten', member: member};")
    private static native JSObject memberForgotten(JSObject member);

    @JSBody(params = "members", script = "return {type: 'roomSize', members: members};")
    private static native JSObject roomSize(int members);

    @JSBody(
            params = {"code", "reply", "expiresAtMillis"},
            script = "return {type: 'codeMade', code: code, reply: reply, expiresAtMillis: expiresAtMillis};")
    private static native JSObject codeMade(Uint8Array code, boolean reply, double expiresAtMillis);

    @JSBody(params = "code", script = "return {type: 'codeRefused', code: code};")
    private static native JSObject codeRefused(String code);

    @JSBody(params = "code", script = "return {type: 'refused', code: code};")
    private static native JSObject refused(String code);

    @JSBody(
            params = {"key", "did", "name", "color", "card", "wallet", "proven", "link", "end", "typing"},
            script = "return {key: key, did: did, name: name, color: color, card: card, wallet: wallet,"
                    + " proven: proven, link: link, end: end, typing: typing};")
    private static native JSObject member(
            String key,
            @Nullable String did,
            String name,
            String color,
            JSObject card,
            String wallet,
            boolean proven,
            String link,
            @Nullable String end,
            boolean typing);
}
