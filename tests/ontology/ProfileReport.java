import java.io.File;

import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints whether the ontology in a file is in OWL 2 RL according to the OWL API, then a line a violation. */
public class ProfileReport {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology =
            OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(arguments[0]));
        OWLProfileReport report = new OWL2RLProfile().checkOntology(ontology);
        System.out.println(report.isInProfile() + " " + ontology.getLogicalAxiomCount());
        for (OWLProfileViolation violation : report.getViolations()) {
            System.out.println(violation);
        }
    }
}
