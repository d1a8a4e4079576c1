using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>
/// Turns the lines of signatures into what they would have been. A signature that is left out stays out, with all its later
/// lines; one that counts in the scenario when it was pending in reality, or the other way round, goes as what it is here.
/// </summary>
internal sealed class ScenarioSignatures(ScenarioRules rules, ScenarioJudge judge, ScenarioChanges changes)
{
    private readonly SignatureStandings _signatures = new();

    /// <summary>Null when the line is left out.</summary>
    /// <param name="line">Of a signature.</param>
    /// <param name="number">The next number in the scenario.</param>
    public LedgerEvent? Of(Line line, long number) => line.Event switch
    {
        SignatureCounted e => Counted(e, line.At, number),
        SignatureSubmitted e => Submitted(e, line.At, number),
        SignatureConfirmed e => Confirmed(e, line.At, number),
        SignatureWithdrawn e => Goes(e.SignatureId, e.Number, out var here) ? here == e.Number ? e : e with { Number = here } : null,
        SignatureInvalidated e => Goes(e.SignatureId, e.Number, out var here) ? here == e.Number ? e : e with { Number = here } : null,
        _ => line.Event,
    };

    private SignatureCounted? Counted(SignatureCounted e, DateTimeOffset at, long number)
    {
        if (WhyOut(e.Country, e.Channel, e.Household, e.CollectedAt ?? at) is { } rule)
        {
            changes.Add(rule);
            _signatures.AddCounted(Standing.LeftOut(rule));
            return null;
        }
        _signatures.AddCounted(Standing.Counted(number));
        return number == e.Number ? e : e with { Number = number };
    }

    private LedgerEvent? Submitted(SignatureSubmitted e, DateTimeOffset at, long number)
    {
        if (WhyOut(e.Country, e.Channel, e.Household, e.CollectedAt ?? at) is { } rule)
        {
            changes.Add(rule);
            _signatures.AddPending(e.SignatureId, Standing.LeftOut(rule));
            return null;
        }
        if (rules.CountFrom is null)
        {
            _signatures.AddPending(e.SignatureId, Standing.Pending);
            return e;
        }
        changes.Add(ScenarioRule.CountFrom);
        _signatures.AddPending(e.SignatureId, Standing.Counted(number));
        return new SignatureCounted(
            e.SignatureId, number, e.Signatory, e.Person, e.Country, e.Channel, e.Referral, e.Mailbox, e.Household, e.CollectedAt);
    }

    private SignatureConfirmed? Confirmed(SignatureConfirmed e, DateTimeOffset at, long number)
    {
        ref var standing = ref _signatures.Confirmed(e.SignatureId);
        // Left out with its signature, counted long since, or too late to count: then it stays pending.
        var rule = standing.LeftOutBy ?? (standing.Number is not null ? ScenarioRule.CountFrom : judge.IsClosed(at) ? ScenarioRule.ClosesAt : null);
        if (rule is { } changed)
        {
            changes.Add(changed);
            return null;
        }
        standing = Standing.Counted(number);
        return number == e.Number ? e : e with { Number = number };
    }

    private bool Goes(Guid signatureId, long? number, out long? here)
    {
        ref var standing = ref _signatures.Gone(signatureId, number);
        here = standing.Number;
        if (standing.LeftOutBy is { } rule)
        {
            changes.Add(rule);
            return false;
        }
        if (here is null != number is null)
            changes.Add(here is null ? ScenarioRule.ClosesAt : ScenarioRule.CountFrom);
        standing = Standing.Gone;
        return true;
    }

    private ScenarioRule? WhyOut(string? country, string? channel, Fingerprint? household, DateTimeOffset at) =>
        judge.Signature(country, channel, at) ??
        (rules.OnePer is not null && household is { } key && !_signatures.TakeHousehold(key.Value) ? ScenarioRule.OnePer : null);
}
